package io.fieldgate.bridge.rabbitmq;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code rabbitmq:} known to Camel, with the broker of {@code fieldgate.rabbitmq}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RabbitMqProperties.class)
public class RabbitMqConfiguration {
    @Bean("rabbitmq")
    RabbitMqComponent rabbitMqComponent(RabbitMqProperties properties, SslBundles bundles) {
        String bundle = properties.sslBundle();
        if (bundle == null) {
            return new RabbitMqComponent(properties, RabbitMqComponent::defaultTls);
        }
        // Asked for at each connection, so that renewed certificates are used (spring.ssl.bundle.*.reload-on-update).
        bundles.getBundle(bundle);
        return new RabbitMqComponent(properties, () -> bundles.getBundle(bundle).createSslContext());
    }
}
