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
        defaults.setBrokerUrl(properties.brokerUrl());
        defaults.setClientId(properties.clientId());
        defaults.setUserName(properties.username());
        defaults.setPassword(properties.password());
        defaults.setReceiveMaximum(properties.receiveMaximum());
        defaults.setSessionExpiryInterval(properties.sessionExpiry().toSeconds());
        defaults.setKeepAliveInterval((int) properties.keepAlive().toSeconds());
        if (properties.sslBundle() != null) {
            defaults.setSocketFactory(
                    bundles.getBundle(properties.sslBundle()).createSslContext().getSocketFactory());
        }
        MqttComponent component = new MqttComponent();
        component.setConfiguration(defaults);
        return component;
    }
}
