package io.fieldgate.file;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code intake:} known to Camel. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
public class IntakeConfiguration {
    @Bean("intake")
    IntakeComponent intakeComponent(IntakeProperties properties) {
        return new IntakeComponent(properties);
    }
}
