package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Return;
import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.message.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Publishes with confirms: as many messages as come together, then one wait for the broker. */
final class RabbitMqOutlet implements Outlet {
    private static final int CLOSE_MILLIS = 5_000;

    private final ConnectionFactory factory;
    private final String connectionName;
    private final String exchange;
    private final boolean persistent;
    private final boolean mandatory;
    private final String ids = UUID.randomUUID().toString();
    /** Ids of messages for which there was no queue; told by the client's thread before their confirmation. */
    private final Set<String> returned = ConcurrentHashMap.newKeySet();

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
            Channel made = opened.createChannel();
            channel = made;
            if (!exchange.isEmpty()) {
                made.exchangeDeclarePassive(exchange);
            }
            made.addReturnListener((Return message) -> returned.add(
                    key(message.getRoutingKey(), message.getProperties().getMessageId())));
            made.confirmSelect();
        } catch (Exception refused) {
            throw Refusal.of(refused, what());
        }
    }

    private static String key(String routingKey, String id) {
        return id + " " + routingKey;
    }

    @Override
    public void send(List<Departure> departures) throws Exception {
        Channel open = Objects.requireNonNull(channel);
        try {
            returned.clear();
            String[] keys = new String[departures.size()];
            for (int i = 0; i < keys.length; i++) {
                Departure departure = departures.get(i);
                BasicProperties properties =
                        RabbitMqHeaders.write(departure.headers(), persistent, ids + "-" + number++);
                keys[i] = key(departure.destination(), properties.getMessageId());
                open.basicPublish(exchange, departure.destination(), mandatory, properties, departure.body());
            }
            if (!open.waitForConfirms()) {
                throw Failure.temporary("the broker could not take a message for the " + what(), null);
            }
            refuseReturned(departures, keys, new HashSet<>(returned));
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            throw Refusal.of(failed, what());
        }
    }

    private void refuseReturned(List<Departure> departures, String[] keys, Set<String> unroutable) {
        for (int i = 0; i < keys.length; i++) {
            if (unroutable.contains(keys[i])) {
                departures
                        .get(i)
                        .refuse(Failure.rejected(
                                "UNROUTABLE",
                                "The " + what() + " leads to no queue for the routing key '"
                                        + departures.get(i).destination() + "'.",
                                null));
            }
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
