package io.fieldgate.bridge.zeromq;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code zeromq:} known to Camel, with the sockets of {@code fieldgate.zeromq}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ZeroMqProperties.class)
public class ZeroMqConfiguration {
    @Bean("zeromq")
    ZeroMqComponent zeroMqComponent(ZeroMqProperties properties) {
        return new ZeroMqComponent(properties);
    }
}
