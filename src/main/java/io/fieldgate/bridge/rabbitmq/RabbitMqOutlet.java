package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Return;
import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes with confirms: as many messages as come together, then one wait for the broker. */
final class RabbitMqOutlet implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqOutlet.class);
    private static final int CLOSE_MILLIS = 5_000;

    private final ConnectionFactory factory;
    private final String connectionName;
    private final String exchange;
    private final boolean persistent;
    private final boolean mandatory;
    private final String ids = UUID.randomUUID().toString();
    /** Told by the client's thread: ids of messages for which there was no queue, and numbers of those that were not taken. */
    private final Set<String> returned = ConcurrentHashMap.newKeySet();

    private final NavigableSet<Long> unconfirmed = new ConcurrentSkipListSet<>();
    private final Set<Long> nacked = ConcurrentHashMap.newKeySet();

    /** Why the broker takes nothing from anybody. */
    private volatile @Nullable String blocked;

    private long number;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    RabbitMqOutlet(
            ConnectionFactory factory, String connectionName, String exchange, boolean persistent, boolean mandatory) {
        this.factory = factory;
        this.connectionName = connectionName;
        this.exchange = exchange;
        this.persistent = persistent;
        this.mandatory = mandatory;
    }

    private String what() {
        return exchange.isEmpty() ? "default exchange" : "exchange '" + exchange + "'";
    }

    @Override
    public void open() throws Exception {
        try {
            Connection opened = factory.newConnection(connectionName);
            connection = opened;
            opened.addBlockedListener(this::block, () -> blocked = null);
            Channel made = opened.createChannel();
            channel = made;
            if (!exchange.isEmpty()) {
                made.exchangeDeclarePassive(exchange);
            }
            made.addReturnListener((Return message) -> returned.add(
                    key(message.getRoutingKey(), message.getProperties().getMessageId())));
            made.addConfirmListener(
                    (last, multiple) -> confirmed(last, multiple).clear(), (last, multiple) -> {
                        Set<Long> refused = confirmed(last, multiple);
                        nacked.addAll(refused);
                        refused.clear();
                    });
            made.confirmSelect();
        } catch (Exception refused) {
            throw Refusal.of(refused, what());
        }
    }

    private void block(String why) {
        blocked = why;
        LOG.warn("{} takes no messages at the moment: {}. They wait, nothing is lost.", what(), why);
    }

    private static String key(String routingKey, String id) {
        return id + " " + routingKey;
    }

    /** A view of those that one answer is about. */
    private Set<Long> confirmed(long last, boolean multiple) {
        return multiple ? unconfirmed.headSet(last, true) : unconfirmed.subSet(last, true, last, true);
    }

    /** The broker reads nothing then, and a message that leaves waits for that. */
    @Override
    public @Nullable Failure held() {
        String why = blocked;
        return why == null
                ? null
                : Failure.systemic(
                        "RabbitMQ takes no messages at the moment (" + why + ")",
                        "Give it memory or room on its disk: rabbitmqctl status shows its alarms.",
                        null);
    }

    @Override
    public void send(List<Departure> departures) throws Exception {
        Channel open = Objects.requireNonNull(channel);
        List<Sent> sent = new ArrayList<>();
        try {
            returned.clear();
            nacked.clear();
            unconfirmed.clear();
            for (Departure departure : departures) {
                BasicProperties properties = properties(departure);
                if (properties != null) {
                    long sequence = open.getNextPublishSeqNo();
                    unconfirmed.add(sequence);
                    sent.add(new Sent(departure, sequence, key(departure.destination(), properties.getMessageId())));
                    open.basicPublish(exchange, departure.destination(), mandatory, properties, departure.body());
                }
            }
            boolean all = open.waitForConfirms();
            if (!all) {
                // Qpid says that it did not take what it returns, and returns it afterwards: before the answer to this.
                open.basicQos(0);
            }
            sent.forEach(this::settle);
            if (!departures.stream().allMatch(Departure::isOver)) {
                throw Failure.temporary("the broker could not take a message for the " + what(), null);
            }
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            // Those behind the first of which nothing is known are sent again in their order.
            sent.stream()
                    .takeWhile(each -> !unconfirmed.contains(each.sequence()))
                    .forEach(this::settle);
            Refusal.mostBytes(failed).ifPresent(most -> refuseLarger(departures, most));
            throw Refusal.of(failed, what());
        }
    }

    /** The broker has ended the channel for one of these, without saying for which. */
    private static void refuseLarger(List<Departure> departures, int most) {
        for (Departure departure : departures) {
            int length = departure.body().length;
            if (length > most) {
                departure.refuse(Failure.rejected(
                        "TOO_LARGE", "The message has " + length + " bytes; the broker takes " + most + ".", null));
            }
        }
    }

    /** Null when it was refused. */
    private @Nullable BasicProperties properties(Departure departure) throws IOException {
        try {
            RabbitMqHeaders.checkLength("The routing key", departure.destination());
            BasicProperties properties = RabbitMqHeaders.write(departure.headers(), persistent, ids + "-" + number++);
            checkFrame(properties);
            return properties;
        } catch (Failure refused) {
            departure.refuse(refused);
            return null;
        }
    }

    /** All headers are one frame, which the client would refuse in the midst of what it publishes. */
    private void checkFrame(BasicProperties properties) throws IOException {
        Connection open = Objects.requireNonNull(connection);
        int most = open.getFrameMax();
        int length = properties.toFrame(0, 0).size();
        if (most > 0 && length > most) {
            throw Failure.rejected(
                    "TOO_LONG",
                    "The headers have " + length + " bytes; the broker takes " + most + " (frame_max).",
                    null);
        }
    }

    /** One that was published. */
    private record Sent(Departure departure, long sequence, String key) {}

    private void settle(Sent sent) {
        if (returned.contains(sent.key())) {
            sent.departure()
                    .refuse(Failure.rejected(
                            "UNROUTABLE",
                            "The " + what() + " leads to no queue for the routing key '"
                                    + sent.departure().destination() + "'.",
                            null));
        } else if (!nacked.contains(sent.sequence())) {
            sent.departure().arrived();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            open.abort(CLOSE_MILLIS);
        }
    }
}
