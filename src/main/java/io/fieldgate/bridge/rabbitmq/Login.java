package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * At which broker, and as whom.
 *
 * @param heartbeat the longest silence before a connection is taken for dead
 * @param patience the longest wait for a connection, and for its log-in
 * @param tls asked at each connection that is encrypted
 */
record Login(
        BrokerUrl url,
        String username,
        String password,
        Duration heartbeat,
        Duration patience,
        Supplier<SSLContext> tls) {
    ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(url.host());
        factory.setPort(url.port());
        factory.setVirtualHost(url.virtualHost());
        factory.setUsername(username);
        factory.setPassword(password);
        factory.setRequestedHeartbeat((int) heartbeat.toSeconds());
        factory.setConnectionTimeout((int) patience.toMillis());
        factory.setHandshakeTimeout((int) patience.toMillis());
        // A new connection is made by the gateway, after what was read from the old one has left the route.
        factory.setAutomaticRecoveryEnabled(false);
        if (url.tls()) {
            factory.useSslProtocol(tls.get());
            factory.enableHostnameVerification();
        }
        return factory;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
