package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.bridge.TlsContexts;
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
        return new RabbitMqComponent(properties, TlsContexts.of(properties.sslBundle(), bundles));
    }
}
