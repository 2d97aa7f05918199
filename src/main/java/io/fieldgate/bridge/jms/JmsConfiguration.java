package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.TlsContexts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code broker:} known to Camel, with the broker of {@code fieldgate.broker}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JmsProperties.class)
public class JmsConfiguration {
    @Bean("broker")
    JmsComponent jmsComponent(JmsProperties properties, SslBundles bundles) {
        return new JmsComponent(properties, TlsContexts.of(properties.sslBundle(), bundles));
    }
}
