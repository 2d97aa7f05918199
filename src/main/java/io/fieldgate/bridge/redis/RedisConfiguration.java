package io.fieldgate.bridge.redis;

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
        String bundle = properties.sslBundle();
        if (bundle == null) {
            return new RedisComponent(properties, RedisComponent::defaultTls);
        }
        // Asked for at each connection, so that renewed certificates are used (spring.ssl.bundle.*.reload-on-update).
        bundles.getBundle(bundle);
        return new RedisComponent(properties, () -> bundles.getBundle(bundle).createSslContext());
    }
}
