package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of a queue or of a durable subscription. What Jakarta Messaging has for all clients would acknowledge also what was
 * taken later and is not stored yet; so each acknowledges in its own way.
 */
final class JmsInlet implements Inlet {
    private static final Logger LOG = LoggerFactory.getLogger(JmsInlet.class);

    private final Login login;
    private final Client client;
    private final Source source;
    private final String place;
    private final int window;
    private final long mostBytes;
    private volatile @Nullable Exception lost;
    private @Nullable Connection connection;
    private @Nullable MessageConsumer consumer;

    /**
     * What is taken from.
     *
     * @param address its name, with names for words that may be any
     * @param subscription to a topic
     * @param clientId whose subscription it is
     */
    record Source(Kind kind, Address address, String subscription, String clientId) {
        /** With what stands for any word in a broker's names. */
        String pattern() {
            return address.toString().replaceAll("\\{[^}]*}", "*");
        }

        @Override
        public String toString() {
            return kind + " '" + pattern() + "'";
        }
    }

    /**
     * @param window messages that may be taken and not yet acknowledged
     * @param mostBytes of bodies after which no more are taken in one go: what is compressed has its size only then
     */
    JmsInlet(Login login, Source source, int window, long mostBytes) {
        this.login = login;
        this.client = login.client();
        this.source = source;
        this.place = source.toString();
        this.window = window;
        this.mostBytes = mostBytes;
    }

    @Override
    public void open() throws Exception {
        Connection opened = logIn();
        try {
            consumer = client.consume(opened, source, window);
        } catch (JMSException refused) {
            throw Refusal.of(refused, place);
        }
    }

    private Connection logIn() {
        try {
            Connection opened = client.connect(login, source.clientId(), window);
            connection = opened;
            opened.setExceptionListener(cause -> lost = cause);
            opened.start();
            return opened;
        } catch (JMSException refused) {
            throw Refusal.ofLogin(refused);
        }
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws Exception {
        MessageConsumer open = Objects.requireNonNull(consumer);
        List<Arrival> taken = new ArrayList<>();
        try {
            long bytes = 0;
            Message message = open.receive(Math.max(1, patience.toMillis()));
            while (message != null) {
                Arrival arrival = arrival(message);
                taken.add(arrival);
                bytes += arrival.body().length;
                message = taken.size() < most && bytes < mostBytes ? open.receiveNoWait() : null;
            }
        } catch (JMSException failed) {
            throw interruptedOr(failed);
        }
        Exception cause = lost;
        if (cause != null) {
            throw Refusal.of(cause, place);
        }
        return taken;
    }

    /** The clients wrap it. */
    private Exception interruptedOr(JMSException failed) {
        boolean interrupted = Causes.of(failed).stream().anyMatch(InterruptedException.class::isInstance);
        return interrupted ? new InterruptedException() : Refusal.of(failed, place);
    }

    private Arrival arrival(Message message) {
        Map<String, Object> headers = new HashMap<>();
        try {
            JmsHeaders.read(message, headers);
            String name = Kind.plainNameOf(message.getJMSDestination());
            if (name != null) {
                source.address().capture(name, headers);
            }
            return new Arrival(MessageBody.read(message), headers, place, message);
        } catch (Failure refused) {
            return new Arrival(client.undecoded(message), headers, place, message, refused);
        } catch (JMSException broken) {
            return new Arrival(client.undecoded(message), headers, place, message, MessageBody.unreadable(broken));
        }
    }

    @Override
    public void acknowledge(List<Arrival> settled) throws Exception {
        try {
            if (!settled.isEmpty()) {
                client.acknowledge(
                        Objects.requireNonNull(consumer),
                        settled.stream()
                                .map(arrival -> (Message) arrival.token())
                                .toList());
            }
        } catch (JMSException gone) {
            throw Refusal.of(gone, place);
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    /** With its handshake, so that the last acknowledgements have been read. */
    static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (JMSException unheard) {
            LOG.debug("Closing a connection", unheard);
        }
    }
}
