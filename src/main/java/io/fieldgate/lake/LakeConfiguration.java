package io.fieldgate.lake;

import io.fieldgate.database.DatabaseComponent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code lake:} known to Camel, with the tables of {@code config/tables.yaml}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LakeProperties.class)
public class LakeConfiguration {
    @Bean("lake")
    LakeComponent lakeComponent(LakeProperties properties, DatabaseComponent database) {
        return new LakeComponent(properties, () -> database.tables().tables());
    }
}
