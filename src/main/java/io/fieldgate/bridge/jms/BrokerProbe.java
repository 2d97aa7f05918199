package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.NeighbourProbe;
import io.fieldgate.message.Diagnosis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Looks whether a message broker takes the gateway. Without a client id: a gateway that runs keeps its subscriptions. It asks
 * for no queue, since most brokers would make it.
 */
public final class BrokerProbe {
    private final JmsProperties properties;
    private final Login login;

    /** @param tls whom it trusts */
    public BrokerProbe(JmsProperties properties, Supplier<SSLContext> tls) {
        this.properties = properties;
        this.login = new Login(
                BrokerUrl.parse(properties.url()),
                properties.username(),
                properties.password(),
                properties.heartbeat(),
                tls);
    }

    /** Logs in. The clients' own patience is {@value Client#CONNECT_MILLIS} ms. */
    public Diagnosis look() throws InterruptedException {
        return NeighbourProbe.look("broker", login.toString(), "fieldgate.broker.url", () -> {
            if (login.url().stomp()) {
                logInByStomp();
            } else {
                logIn();
            }
            return NeighbourProbe.takes(properties.username());
        });
    }

    private void logInByStomp() throws InterruptedException {
        try (StompConnection connection = new StompConnection(login)) {
            connection.open("");
        } catch (IOException refused) {
            throw StompRefusal.ofLogin(refused);
        }
    }

    private void logIn() {
        Connection connection = null;
        try {
            connection = login.connect("", 1);
            // Only now OpenWire shows the password.
            connection.createSession(false, Session.AUTO_ACKNOWLEDGE).close();
        } catch (JMSException refused) {
            throw Refusal.ofLogin(refused);
        } finally {
            JmsInlet.close(connection);
        }
    }
}
