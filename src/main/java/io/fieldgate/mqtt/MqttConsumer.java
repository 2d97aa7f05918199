package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.RecordHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every message of a topic filter through its route and acknowledges it after that.
 *
 * <p>The way of a message: the event loop puts it into the {@link Connection}'s window and the {@link Lane}; the lane runs
 * the route; whoever completes the exchange marks it in the window; the event loop acknowledges from the head. What
 * can never succeed goes to the dead-letter queue first. What may succeed later is tried again in its place when the
 * lane itself saw it fail; otherwise the connection is dropped, and the broker sends everything un-acknowledged again,
 * in order.
 */
final class MqttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Work {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConsumer.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final MqttEndpoint endpoint;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable DeadLetterQueue deadLetters;
    /** What the message at the lane's end is waiting for; null while all goes well. */
    private volatile @Nullable Throwable trouble;

    MqttConsumer(MqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = Objects.requireNonNull(getRouteId(), "an mqtt: consumer belongs to a route");
        deadLetters =
                CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), DeadLetterQueue.class);
        MeterRegistry registry = getEndpoint().getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        MqttMeters counts = new MqttMeters(registry == null ? new SimpleMeterRegistry() : registry, route);
        String clientId = endpoint.getConfiguration().getClientId() + "-" + route;
        for (int i = 0; i < endpoint.getConsumers(); i++) {
            // The first has the name that an only one has, so that its session is found again when there are more.
            String suffix = i == 0 ? "" : "-" + i;
            Lane lane = new Lane(
                    "mqtt-lane-" + route + suffix, endpoint.getConfiguration().getReceiveMaximum(), this, counts);
            lanes.add(lane);
            links.add(new Link(endpoint, route, clientId + suffix, lane, counts));
        }
        MqttHealthCheck health =
                new MqttHealthCheck(route, endpoint.subscription(route).filter(), List.copyOf(links), () -> trouble);
        counts.window(health::unacknowledged, health::oldestSeconds);
        setHealthCheck(health);
        lanes.forEach(Lane::start);
        links.forEach(Link::start);
    }

    @Override
    public void begin(Received received) throws InterruptedException {
        // QoS 0 comes once only, so it is stored whatever has become of its connection.
        while (received.qos() == 0 || !received.connection.isLost()) {
            Throwable failure = attempt(received);
            if (failure == null) {
                return;
            }
            if (FailureKind.of(failure) == FailureKind.RECORD) {
                bury(received, failure);
                return;
            }
            report(received, failure);
            Thread.sleep(RETRY.after(received.attempts).toMillis());
        }
        // It belongs to a connection that is gone, and will come again on the next.
        received.connection.lane().leave();
    }

    /** Runs the route once. Returns why it failed when that is known already; later failures come to {@link #failed}. */
    private @Nullable Throwable attempt(Received received) {
        received.attempts++;
        received.failure = null;
        Exchange exchange = createExchange(true);
        exchange.getIn().setBody(received.payload);
        MqttHeaders.set(exchange.getIn().getHeaders(), endpoint.filter(), received);
        Attempt attempt = new Attempt(received, exchange);
        getAsyncProcessor().process(exchange, attempt);
        return attempt.leaveLane();
    }

    /**
     * The end of one run through the route. Camel calls back as "asynchronous" even when every step ran on the caller's
     * thread, so this looks at the thread.
     */
    private final class Attempt implements AsyncCallback {
        private final Received received;
        private final Exchange exchange;
        private final Thread laneThread = Thread.currentThread();
        /** Both are touched by the lane's thread only. */
        private boolean onLane = true;

        private @Nullable Throwable seen;

        Attempt(Received received, Exchange exchange) {
            this.received = received;
            this.exchange = exchange;
        }

        @Override
        public void done(boolean doneSync) {
            Throwable failure = exchange.getException();
            if (failure == null) {
                succeeded(received);
            } else if (Thread.currentThread() == laneThread && onLane) {
                seen = failure;
            } else {
                received.failure = failure;
                received.connection.lane().giveBack(received);
            }
        }

        /** The route has returned to the lane; gives the failure that was seen until now. */
        @Nullable
        Throwable leaveLane() {
            onLane = false;
            return seen;
        }
    }

    private void succeeded(Received received) {
        trouble = null;
        received.connection.lane().leave();
        received.connection.complete(received);
    }

    @Override
    public void failed(Received received) {
        Throwable failure = Objects.requireNonNull(received.failure);
        if (FailureKind.of(failure) == FailureKind.RECORD) {
            bury(received, failure);
        } else {
            report(received, failure);
            abandon(received, failure);
        }
    }

    /** Leaves the message un-acknowledged; the broker will send it again, and all that came after it. */
    private void abandon(Received received, Throwable failure) {
        received.connection.drop("the route could not store a message: " + failure.getMessage());
        received.connection.lane().leave();
    }

    private void bury(Received received, Throwable cause) {
        Map<String, Object> headers = new LinkedHashMap<>();
        MqttHeaders.set(headers, endpoint.filter(), received);
        Object device = headers.get(RecordHeaders.DEVICE);
        headers.keySet().removeIf(name -> !RecordHeaders.isCarried(name));
        DeadLetter letter = new DeadLetter(
                getRouteId(),
                null,
                device == null ? null : device.toString().getBytes(StandardCharsets.UTF_8),
                received.payload,
                headers,
                received.at,
                "mqtt:" + received.topic,
                cause,
                received.attempts);
        try {
            var unused = Objects.requireNonNull(deadLetters).put(letter).whenComplete((stored, failure) -> {
                if (failure == null) {
                    succeeded(received);
                } else {
                    abandon(received, failure);
                }
            });
        } catch (RuntimeException failure) {
            abandon(received, failure);
        }
    }

    private void report(Received received, Throwable failure) {
        if (trouble == null) {
            LOG.warn(
                    "Route {}: a message from {} waits, nothing is lost: {}",
                    getRouteId(),
                    received.topic,
                    failure.getMessage());
        }
        trouble = failure;
    }

    @Override
    protected void doSuspend() {
        lanes.forEach(Lane::close);
    }

    @Override
    protected void doResume() {
        lanes.forEach(Lane::reopen);
        // What came in the meantime was passed over; on a new connection the broker sends it again.
        links.forEach(link -> link.drop("the route was resumed"));
    }

    @Override
    protected void doStop() throws Exception {
        lanes.forEach(Lane::close);
        for (Lane lane : lanes) {
            lane.stop();
        }
        for (Link link : links) {
            link.stop();
        }
        lanes.clear();
        links.clear();
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be acknowledged.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return lanes.stream().mapToInt(Lane::inside).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        lanes.forEach(Lane::close);
    }
}
