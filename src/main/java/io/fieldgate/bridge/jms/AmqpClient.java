package io.fieldgate.bridge.jms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.qpid.jms.JmsConnection;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.apache.qpid.jms.provider.Provider;
import org.apache.qpid.jms.provider.ProviderException;
import org.apache.qpid.jms.provider.amqp.message.AmqpCodec;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.jspecify.annotations.Nullable;

/** AMQP 1.0, which Artemis, Qpid, Azure Service Bus and others speak. One of these has one connection. */
final class AmqpClient implements Client {
    private @Nullable AmqpDeliveries deliveries;

    @Override
    public Connection connect(Login login, String clientId, int window) throws JMSException {
        JmsConnectionFactory factory =
                new JmsConnectionFactory(login.url() + "?amqp.idleTimeout="
                        + login.heartbeat().toMillis() + "&transport.connectTimeout=" + CONNECT_MILLIS
                        + "&transport.useEpoll=false&transport.useKQueue=false") {
                    @Override
                    protected Provider createProvider(URI remote) throws Exception {
                        AmqpDeliveries made = new AmqpDeliveries(super.createProvider(remote));
                        deliveries = made;
                        return made;
                    }
                };
        if (!login.username().isEmpty()) {
            factory.setUsername(login.username());
            factory.setPassword(login.password());
        }
        if (!clientId.isEmpty()) {
            factory.setClientID(clientId);
        }
        factory.setConnectTimeout(CONNECT_MILLIS);
        factory.setCloseTimeout(CLOSE_MILLIS);
        JmsDefaultPrefetchPolicy ahead = new JmsDefaultPrefetchPolicy();
        ahead.setAll(window);
        factory.setPrefetchPolicy(ahead);
        // What has come is looked for here, without asking the broker whether it has more.
        factory.setReceiveLocalOnly(true);
        factory.setReceiveNoWaitLocalOnly(true);
        // Others than Java name theirs as they like.
        factory.setValidatePropertyNames(false);
        JmsDefaultDeserializationPolicy nothing = new JmsDefaultDeserializationPolicy();
        nothing.setDenyList("*");
        factory.setDeserializationPolicy(nothing);
        if (login.url().tls()) {
            factory.setSslContext(login.tls().get());
        }
        return factory.createConnection();
    }

    @Override
    public MessageConsumer consume(Connection connection, JmsInlet.Source source, int window) throws JMSException {
        // Not of senders, whose commits may take longer.
        ((JmsConnection) connection).setRequestTimeout(CONNECT_MILLIS);
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        return source.kind() == Kind.QUEUE
                ? session.createConsumer(session.createQueue(source.pattern()))
                : session.createDurableSubscriber(session.createTopic(source.pattern()), source.subscription());
    }

    @Override
    public void acknowledge(MessageConsumer consumer, List<Message> settled) throws JMSException {
        try {
            Objects.requireNonNull(deliveries).tell(settled.size());
        } catch (ProviderException gone) {
            throw gone.toJMSException();
        }
        settled.get(0).acknowledge();
    }

    /** The whole message as AMQP writes it: of a part alone nobody could tell what it is. */
    @Override
    public byte[] undecoded(Message message) {
        ByteBuf encoded = AmqpCodec.encodeMessage((AmqpJmsMessageFacade) ((JmsMessage) message).getFacade());
        try {
            return ByteBufUtil.getBytes(encoded);
        } finally {
            encoded.release();
        }
    }
}
