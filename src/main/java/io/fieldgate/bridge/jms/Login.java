package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * At which broker, and as whom.
 *
 * @param username empty: nobody in particular
 * @param heartbeat the longest silence before a connection is taken for dead
 * @param tls asked at each connection that is encrypted
 */
record Login(BrokerUrl url, String username, String password, Duration heartbeat, Supplier<SSLContext> tls) {
    Client client() {
        return url.amqp() ? new AmqpClient() : new OpenWireClient();
    }

    /** Connects, as {@link Client#connect} says. */
    Connection connect(String clientId, int window) throws JMSException {
        return client().connect(this, clientId, window);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
