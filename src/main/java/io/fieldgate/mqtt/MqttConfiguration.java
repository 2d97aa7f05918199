package io.fieldgate.mqtt;

import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code mqtt:} known to Camel, with the broker of {@code fieldgate.mqtt} and defaults that lose nothing. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MqttProperties.class)
public class MqttConfiguration {
    @Bean("mqtt")
    MqttComponent mqttComponent(MqttProperties properties, SslBundles bundles) {
        PahoMqtt5Configuration defaults = MqttComponent.losslessDefaults();
        defaults.setBrokerUrl(properties.broker().toString());
        defaults.setClientId(properties.clientId());
        defaults.setUserName(properties.username());
        defaults.setPassword(properties.password());
        defaults.setReceiveMaximum(properties.receiveMaximum());
        defaults.setSessionExpiryInterval(properties.sessionExpiry().toSeconds());
        defaults.setKeepAliveInterval((int) properties.keepAlive().toSeconds());
        String bundle = properties.sslBundle();
        if (bundle == null) {
            return new MqttComponent(defaults);
        }
        // Asked for at each connection, so that renewed certificates are used (spring.ssl.bundle.*.reload-on-update).
        bundles.getBundle(bundle);
        return new MqttComponent(defaults, () -> bundles.getBundle(bundle).createSslContext());
    }
}
