package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.TlsContexts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code redis:} known to Camel, with the server of {@code fieldgate.redis}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
public class RedisConfiguration {
    @Bean("redis")
    RedisComponent redisComponent(RedisProperties properties, SslBundles bundles) {
        return new RedisComponent(properties, TlsContexts.of(properties.sslBundle(), bundles));
    }
}
