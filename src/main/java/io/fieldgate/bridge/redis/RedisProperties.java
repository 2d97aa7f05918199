package io.fieldgate.bridge.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that {@code redis:} routes use unless they name another.
 *
 * @param url redis://host:port/database, or rediss://; without a port the usual one, without a path database 0
 * @param username user of an access control list; empty: the default user
 * @param password its password; empty: none is asked for
 * @param sslBundle name of a {@code spring.ssl.bundle} with the server's authority and, for mutual TLS, our certificate
 * @param consumer by which Redis knows this gateway, the same after a restart and no other gateway's; empty: the name of the
 *     machine
 * @param timeout the longest wait for an answer
 */
@ConfigurationProperties("fieldgate.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @Nullable String sslBundle,
        @DefaultValue("") String consumer,
        @DefaultValue("10s") Duration timeout) {
    public RedisProperties {
        try {
            RedisUrl.parse(url);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("fieldgate.redis.url " + refused.getMessage(), refused);
        }
        if (timeout.toMillis() < 1_000 || timeout.toMinutes() > 60) {
            throw new IllegalArgumentException("fieldgate.redis.timeout is " + timeout + ", allowed is 1s to 60m");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisProperties[url=" + url + ", username=" + username + ", consumer=" + consumer + "]";
    }
}
