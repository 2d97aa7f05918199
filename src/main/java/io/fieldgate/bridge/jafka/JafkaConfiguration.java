package io.fieldgate.bridge.jafka;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code jafka:} known to Camel, with the broker of {@code fieldgate.jafka}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JafkaProperties.class)
public class JafkaConfiguration {
    @Bean("jafka")
    JafkaComponent jafkaComponent(JafkaProperties properties) {
        return new JafkaComponent(properties);
    }
}
