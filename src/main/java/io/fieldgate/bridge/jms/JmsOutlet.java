package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.message.Failure;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends in transactions: as many messages as come together, and the broker has all of them or none. */
final class JmsOutlet implements Outlet {
    private static final int NOTHING_AHEAD = 1;
    /** Names may come from headers. */
    private static final int MOST_PRODUCERS = 100;

    private final Login login;
    private final Sink sink;
    private final String ids = UUID.randomUUID().toString();
    private long number;
    private @Nullable Connection connection;
    private @Nullable Session session;
    /** By destination: what a broker says to its making names the cause, what it says to a transaction need not. */
    private final Map<String, MessageProducer> producers = new LinkedHashMap<>();

    /**
     * What is given to.
     *
     * @param text whether the messages are of text, or of bytes
     * @param persistent whether they outlive a restart of the broker
     */
    record Sink(Kind kind, boolean text, boolean persistent) {}

    JmsOutlet(Login login, Sink sink) {
        this.login = login;
        this.sink = sink;
    }

    @Override
    public void open() {
        try {
            Connection opened = login.connect("", NOTHING_AHEAD);
            connection = opened;
            session = opened.createSession(true, Session.SESSION_TRANSACTED);
        } catch (JMSException refused) {
            throw Refusal.ofLogin(refused);
        }
    }

    @Override
    public void send(List<Departure> departures) throws Exception {
        Session open = Objects.requireNonNull(session);
        Departure at = departures.get(0);
        try {
            for (Departure departure : departures) {
                at = departure;
                send(departure, open);
            }
            open.commit();
        } catch (JMSException failed) {
            throw Refusal.of(failed, sink.kind() + " '" + at.destination() + "'");
        }
    }

    private void send(Departure departure, Session open) throws JMSException {
        Message message;
        try {
            message = MessageBody.write(departure.body(), sink.text(), open);
            JmsHeaders.write(departure.headers(), message, open, ids + "-" + number++);
        } catch (Failure refused) {
            departure.refuse(refused);
            return;
        }
        producer(departure.destination(), open).send(message);
    }

    private MessageProducer producer(String destination, Session open) throws JMSException {
        MessageProducer known = producers.get(destination);
        if (known != null) {
            return known;
        }
        if (producers.size() == MOST_PRODUCERS) {
            Iterator<MessageProducer> oldest = producers.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        MessageProducer made = open.createProducer(sink.kind().in(open, destination));
        made.setDeliveryMode(sink.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        producers.put(destination, made);
        return made;
    }

    @Override
    public void close() {
        JmsInlet.close(connection);
    }
}
