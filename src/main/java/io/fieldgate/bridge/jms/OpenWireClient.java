package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.management.JMSStatsImpl;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.IdGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenWire, the protocol of ActiveMQ Classic. */
final class OpenWireClient implements Client {
    /** Bytes of the largest message that was compressed, when it no longer is. */
    static final int MOST_INFLATED = 8 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OpenWireClient.class);

    /** Frames bound what comes; a small one may hold, compressed, more than there is memory. */
    private static final class Bounded extends ActiveMQConnection {
        Bounded(Transport transport, IdGenerator clients, IdGenerator connections, JMSStatsImpl stats)
                throws Exception {
            super(transport, clients, connections, stats);
        }

        /** The client's own bound is ten times the frame that the broker allows, which may be a gigabyte. */
        @Override
        public int getMaxInflatedDataSize() {
            return MOST_INFLATED;
        }
    }

    @Override
    public Connection connect(Login login, String clientId, int window) throws JMSException {
        ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory(login.url() + "?connectionTimeout="
                        + CONNECT_MILLIS + "&wireFormat.maxInactivityDuration="
                        + login.heartbeat().toMillis()) {
                    @Override
                    protected ActiveMQConnection createActiveMQConnection(Transport transport, JMSStatsImpl stats)
                            throws Exception {
                        return new Bounded(transport, getClientIdGenerator(), getConnectionIdGenerator(), stats);
                    }
                };
        if (!login.username().isEmpty()) {
            factory.setUserName(login.username());
            factory.setPassword(login.password());
        }
        if (!clientId.isEmpty()) {
            factory.setClientID(clientId);
        }
        factory.setConnectResponseTimeout(CONNECT_MILLIS);
        factory.setCloseTimeout(CLOSE_MILLIS);
        // It would tell the broker of the first message that the second, which says to be the same, cannot be read.
        factory.setCheckForDuplicates(false);
        RedeliveryPolicy never = new RedeliveryPolicy();
        never.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        factory.setRedeliveryPolicy(never);
        // No objects are read. Who has no right to the advisory topics can connect.
        factory.setTrustedPackages(List.of());
        factory.setWatchTopicAdvisories(false);
        return login.url().tls() ? connectEncrypted(factory, login) : factory.createConnection();
    }

    /** The client takes a context from its thread only. */
    private static Connection connectEncrypted(ActiveMQConnectionFactory factory, Login login) throws JMSException {
        SslContext context = new SslContext();
        context.setSSLContext(login.tls().get());
        SslContext.setCurrentSslContext(context);
        try {
            return factory.createConnection();
        } finally {
            SslContext.setCurrentSslContext(null);
        }
    }

    @Override
    public MessageConsumer consume(Connection connection, JmsInlet.Source source, int window) throws JMSException {
        ActiveMQConnection opened = (ActiveMQConnection) connection;
        // The client itself waits for the answer without end.
        CompletableFuture<Boolean> answered =
                new CompletableFuture<Boolean>().completeOnTimeout(false, CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        var unused = answered.thenAcceptAsync(inTime -> {
            if (!inTime) {
                cut(opened);
            }
        });
        MessageConsumer made = null;
        try {
            made = consumer(opened, source, Math.min(window, ActiveMQPrefetchPolicy.MAX_PREFETCH_SIZE));
        } catch (JMSException failed) {
            if (answered.complete(true)) {
                throw failed;
            }
        }
        if (made == null || !answered.complete(true)) {
            throw new JMSException("it has not answered for " + CONNECT_MILLIS / 1_000 + " s");
        }
        return made;
    }

    private static MessageConsumer consumer(ActiveMQConnection opened, JmsInlet.Source source, int ahead)
            throws JMSException {
        return source.kind() == Kind.QUEUE
                ? OpenWireConsumer.of(opened, new ActiveMQQueue(source.pattern()), null, ahead)
                : OpenWireConsumer.of(opened, new ActiveMQTopic(source.pattern()), source.subscription(), ahead);
    }

    /** Whoever waits for an answer gets none. */
    private static void cut(ActiveMQConnection connection) {
        try {
            connection.getTransport().stop();
        } catch (Exception ended) {
            LOG.debug("Cutting a connection", ended);
        }
    }

    @Override
    public void acknowledge(MessageConsumer consumer, List<Message> settled) throws JMSException {
        ((OpenWireConsumer) consumer).acknowledge(settled);
    }

    @Override
    public byte[] undecoded(Message message) {
        ByteSequence content = ((ActiveMQMessage) message).getContent();
        return content == null ? new byte[0] : content.toArray();
    }
}
