package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.contract.Item;
import io.fieldgate.fault.FaultProxy;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A broker behind a network that can fail, and a client that is not ours. */
final class JmsParts {
    /** How long nothing must come of what is there. */
    private static final long DRAINED_MILLIS = 200;

    private final TestBroker broker;
    private @Nullable FaultProxy proxy;
    private @Nullable Connection connection;
    private @Nullable Session session;
    private @Nullable MessageConsumer drain;

    JmsParts(TestBroker broker) {
        this.broker = broker;
    }

    TestBroker broker() {
        return broker;
    }

    void open() throws Exception {
        broker.start();
        proxy = new FaultProxy(broker.port());
        Connection opened = broker.connect();
        connection = opened;
        opened.start();
        session = opened.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    Session session() {
        return Objects.requireNonNull(session);
    }

    FaultProxy proxy() {
        return Objects.requireNonNull(proxy);
    }

    /** What the component is to be made of: the broker behind the proxy. */
    JmsComponent component() {
        return component(TestBroker.PASSWORD);
    }

    JmsComponent component(String password) {
        return component(password, Duration.ofSeconds(10));
    }

    JmsComponent component(String password, Duration heartbeat) {
        return new JmsComponent(properties(password, heartbeat), TlsContexts::ofJava);
    }

    /** A connection of a source as the component makes it. */
    JmsInlet inlet(Kind kind, String name, long mostBytes) {
        Login login = new Login(
                BrokerUrl.parse(url()),
                TestBroker.USER,
                TestBroker.PASSWORD,
                Duration.ofSeconds(10),
                TlsContexts::ofJava);
        return new JmsInlet(login, new JmsInlet.Source(kind, Address.parse(name, "."), "", ""), 1_000, mostBytes);
    }

    /** Through {@link #proxy()}. */
    String url() {
        return broker.scheme() + "://127.0.0.1:" + proxy().port();
    }

    JmsProperties properties(String password, Duration heartbeat) {
        return new JmsProperties(url(), TestBroker.USER, password, null, "fieldgate", heartbeat);
    }

    void send(Kind kind, String name, Message message) throws Exception {
        send(kind, name, message, Duration.ZERO);
    }

    /** @param lives after which it expires; zero for never */
    void send(Kind kind, String name, Message message, Duration lives) throws Exception {
        MessageProducer producer = session().createProducer(kind.in(session(), name));
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setTimeToLive(lives.toMillis());
        producer.send(message);
        producer.close();
    }

    void send(Kind kind, String name, List<Item> items) throws Exception {
        MessageProducer producer = session().createProducer(kind.in(session(), name));
        for (Item item : items) {
            producer.send(session().createTextMessage(item.body()));
        }
        producer.close();
    }

    /** From now on its messages are for {@link #drain}. */
    void subscribe(Kind kind, String name) throws Exception {
        drain = session().createConsumer(kind.in(session(), name));
    }

    /** Takes all that is in the queue. */
    List<Item> drain(String queue) throws Exception {
        if (drain == null) {
            subscribe(Kind.QUEUE, queue);
        }
        return drain();
    }

    /** Takes all that is there. */
    List<Item> drain() throws Exception {
        MessageConsumer consumer = Objects.requireNonNull(drain, "not subscribed");
        List<Item> items = new ArrayList<>();
        Message message = consumer.receive(DRAINED_MILLIS);
        while (message != null) {
            items.add(Item.read(
                    message instanceof TextMessage text
                            ? text.getText()
                            : new String(message.getBody(byte[].class), StandardCharsets.UTF_8)));
            message = consumer.receive(DRAINED_MILLIS);
        }
        return items;
    }

    void cut() throws Exception {
        proxy().sever();
    }

    void restore() throws Exception {
        proxy().restore();
    }

    void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        broker.close();
    }
}
