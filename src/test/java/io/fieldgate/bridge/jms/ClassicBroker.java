package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.jspecify.annotations.Nullable;

/**
 * ActiveMQ Classic in this process, all in memory. Its user has no right to names that begin with "secret."; who asks for those that
 * begin with "silent." gets no answer.
 */
final class ClassicBroker implements TestBroker {
    private final BrokerService broker = new BrokerService();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String scheme;
    private final @Nullable SSLContext tls;
    private @Nullable URI uri;
    private @Nullable URI other;

    ClassicBroker() {
        this("tcp");
    }

    /** @param scheme tcp for OpenWire, or stomp */
    ClassicBroker(String scheme) {
        this(scheme, null);
    }

    /** @param tls what it shows, and whom of its clients it trusts; null: no TLS */
    ClassicBroker(String scheme, @Nullable SSLContext tls) {
        this.scheme = scheme;
        this.tls = tls;
    }

    /** Refuses as the plug-ins do that come with it. */
    private static final class Guard extends BrokerFilter {
        private final CountDownLatch closing;

        Guard(Broker next, CountDownLatch closing) {
            super(next);
            this.closing = closing;
        }

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (!USER.equals(info.getUserName()) || !PASSWORD.equals(info.getPassword())) {
                throw new SecurityException("User name [" + info.getUserName() + "] or password is invalid.");
            }
            super.addConnection(context, info);
        }

        @Override
        public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
            check(info.getDestination());
            if (info.getDestination().getPhysicalName().startsWith("silent.")) {
                closing.await();
            }
            return super.addConsumer(context, info);
        }

        @Override
        public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
            check(message.getDestination());
            super.send(exchange, message);
        }

        @Override
        public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
            if (info.getDestination() != null) {
                check(info.getDestination());
            }
            super.addProducer(context, info);
        }

        private static void check(ActiveMQDestination destination) {
            if (destination.getPhysicalName().startsWith("secret.")) {
                throw new SecurityException("User is not authorized for: " + destination);
            }
        }
    }

    @Override
    public String name() {
        return scheme.equals("tcp") ? "ActiveMQ Classic" : "ActiveMQ Classic by STOMP";
    }

    @Override
    public void start() throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setPlugins(new BrokerPlugin[] {next -> new Guard(next, closing)});
        uri = broker.addConnector(connector()).getConnectUri();
        other = broker.addConnector("tcp://127.0.0.1:0").getConnectUri();
        broker.start();
        broker.waitUntilStarted();
    }

    private String connector() {
        if (tls == null) {
            return scheme + "://127.0.0.1:0";
        }
        SslContext context = new SslContext();
        context.setSSLContext(tls);
        broker.setSslContext(context);
        return (scheme.equals("tcp") ? "ssl" : scheme + "+ssl") + "://127.0.0.1:0?needClientAuth=true";
    }

    @Override
    public int port() {
        return Objects.requireNonNull(uri).getPort();
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public Connection connect() throws JMSException {
        return new ActiveMQConnectionFactory(
                        USER, PASSWORD, Objects.requireNonNull(other).toString())
                .createConnection();
    }

    @Override
    public void close() throws Exception {
        closing.countDown();
        broker.stop();
        broker.waitUntilStopped();
    }
}
