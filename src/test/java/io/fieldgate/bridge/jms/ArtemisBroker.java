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

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

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
        return "Artemis by AMQP 1.0";
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
        settings.addAcceptorConfiguration(ACCEPTOR, "tcp://127.0.0.1:0?protocols=AMQP;useEpoll=false;useKQueue=false");
        broker.setConfiguration(settings);
        broker.setSecurityManager(new OneUser());
        broker.start();
    }

    @Override
    public int port() {
        return broker.getActiveMQServer()
                .getRemotingService()
                .getAcceptor(ACCEPTOR)
                .getActualPort();
    }

    @Override
    public String scheme() {
        return "amqp";
    }

    @Override
    public Connection connect() throws JMSException {
        return new JmsConnectionFactory(USER, PASSWORD, "amqp://127.0.0.1:" + port()).createConnection();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
