package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a queue. The client's thread only puts what comes into a queue here, which the broker's prefetch count bounds:
 * it never sends more than the window has room for.
 */
final class RabbitMqInlet implements Inlet {
    private static final int CLOSE_MILLIS = 5_000;
    /**
     * The priority that a consumer has anyway; a stream knows none and refuses it. It would send only what comes from now on, and
     * keep no place for what is acknowledged. The header by which its messages can be told any sender can set.
     */
    private static final Map<String, Object> NO_STREAM = Map.of("x-priority", 0);

    private final ConnectionFactory factory;
    private final String connectionName;
    private final String queue;
    private final int window;
    private final Address address;
    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private volatile @Nullable Failure lost;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    RabbitMqInlet(ConnectionFactory factory, String connectionName, String queue, int window, Address address) {
        this.factory = factory;
        this.connectionName = connectionName;
        this.queue = queue;
        this.window = window;
        this.address = address;
    }

    @Override
    public void open() throws Exception {
        try {
            Connection opened = factory.newConnection(connectionName);
            connection = opened;
            Channel made = opened.createChannel();
            channel = made;
            made.basicQos(window);
            made.basicConsume(queue, false, NO_STREAM, new Taker(made));
        } catch (Exception refused) {
            throw Refusal.of(refused, "queue '" + queue + "'");
        }
    }

    /** On the client's thread, which must not wait. */
    private final class Taker extends DefaultConsumer {
        Taker(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            deliveries.add(new Delivery(envelope, properties, body));
        }

        @Override
        public void handleCancel(String tag) {
            lost = Failure.systemic(
                    "the broker has deleted the queue '" + queue + "'",
                    "Create it again, with its bindings, or correct the name in the route.",
                    null);
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            if (lost == null) {
                lost = Refusal.of(signal, "queue '" + queue + "'");
            }
        }
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws InterruptedException {
        Failure cause = lost;
        if (cause != null) {
            throw cause;
        }
        Delivery first = deliveries.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return List.of();
        }
        List<Delivery> taken = new ArrayList<>();
        taken.add(first);
        deliveries.drainTo(taken, most - 1);
        return taken.stream().map(this::arrival).toList();
    }

    private Arrival arrival(Delivery delivery) {
        Map<String, Object> headers = new HashMap<>();
        RabbitMqHeaders.read(delivery, headers);
        address.capture(delivery.getEnvelope().getRoutingKey(), headers);
        return new Arrival(
                delivery.getBody(), headers, queue, delivery.getEnvelope().getDeliveryTag());
    }

    @Override
    public void acknowledge(List<Arrival> settled) throws Exception {
        // All before it were delivered before it, and are settled too.
        long last = (Long) settled.get(settled.size() - 1).token();
        try {
            Objects.requireNonNull(channel).basicAck(last, true);
        } catch (ShutdownSignalException gone) {
            throw Refusal.of(gone, "queue '" + queue + "'");
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            // With its handshake, so that the last acknowledgements have been read.
            open.abort(CLOSE_MILLIS);
        }
    }
}
