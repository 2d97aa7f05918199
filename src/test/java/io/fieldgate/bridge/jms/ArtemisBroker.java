package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Apache Artemis in this process, all in memory; makes no queue by itself whose name begins with "given.". */
final class ArtemisBroker implements TestBroker {
    private static final String ACCEPTOR = "clients";
    private static final String OTHER = "others";
    private static final String OPTIONS = ";useEpoll=false;useKQueue=false";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String scheme;
    private final String more;

    ArtemisBroker() {
        this("amqp");
    }

    /** @param scheme amqp or stomp; tcp for OpenWire, which {@link ArtemisByOpenWire} needs */
    ArtemisBroker(String scheme) {
        this(scheme, "");
    }

    /** @param more options of the acceptor, each behind a semicolon */
    ArtemisBroker(String scheme, String more) {
        this.scheme = scheme;
        this.more = more;
    }

    /** Anybody who knows the password. */
    private static final class OneUser implements ActiveMQSecurityManager {
        @Override
        public boolean validateUser(String user, String password) {
            return USER.equals(user) && PASSWORD.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
            return validateUser(user, password);
        }
    }

    @Override
    public String name() {
        return scheme.equals("amqp") ? "Artemis by AMQP 1.0" : "Artemis by STOMP";
    }

    @Override
    public void start() throws Exception {
        Configuration settings = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setCriticalAnalyzer(false)
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1))
                .addAddressSetting(
                        "given.#",
                        new AddressSettings().setAutoCreateQueues(false).setAutoCreateAddresses(false));
        // By STOMP a name says by its beginning whether it is a queue, if Artemis is told so.
        settings.addAcceptorConfiguration(
                ACCEPTOR,
                "tcp://127.0.0.1:0?protocols="
                        + switch (scheme) {
                            case "amqp" -> "AMQP";
                            case "tcp" -> "OPENWIRE";
                            default -> "STOMP;anycastPrefix=/queue/;multicastPrefix=/topic/";
                        }
                        + OPTIONS
                        + more);
        settings.addAcceptorConfiguration(OTHER, "tcp://127.0.0.1:0?protocols=AMQP" + OPTIONS);
        broker.setConfiguration(settings);
        broker.setSecurityManager(new OneUser());
        broker.start();
    }

    @Override
    public int port() {
        return port(ACCEPTOR);
    }

    private int port(String acceptor) {
        return broker.getActiveMQServer()
                .getRemotingService()
                .getAcceptor(acceptor)
                .getActualPort();
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public Connection connect() throws JMSException {
        return new JmsConnectionFactory(USER, PASSWORD, "amqp://127.0.0.1:" + port(OTHER)).createConnection();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
