package io.fieldgate.bridge.redis;

import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Makes connections to one server.
 *
 * @param username empty: the default user
 * @param password empty: none is asked for
 * @param timeout the longest wait for an answer
 */
record Connector(
        RedisUrl url, String username, String password, Duration timeout, String name, Supplier<SSLContext> tls) {
    /** @param patience how long the longest command waits for something to come */
    @SuppressWarnings("deprecation") // what is to take its place knows files, and no context of Spring's bundles
    Jedis connect(Duration patience) {
        int millis = (int) timeout.toMillis();
        DefaultJedisClientConfig.Builder settings = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .blockingSocketTimeoutMillis(millis + (int) patience.toMillis())
                .database(url.database())
                // Redis allows no blanks in it.
                .clientName(name.replaceAll("[^!-~]", "-"));
        if (!username.isEmpty()) {
            settings.user(username);
        }
        if (!password.isEmpty()) {
            settings.password(password);
        }
        if (url.tls()) {
            SSLParameters verified = new SSLParameters();
            verified.setEndpointIdentificationAlgorithm("HTTPS");
            settings.ssl(true).sslSocketFactory(tls.get().getSocketFactory()).sslParameters(verified);
        }
        Jedis made = new Jedis(new HostAndPort(url.host(), url.port()), settings.build());
        made.connect();
        return made;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
