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
import java.util.LinkedHashMap;
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
 * <p>The way of a message: Paho's thread puts it into the {@link Connection}'s window and the {@link Lane}; the lane runs
 * the route; whoever completes the exchange marks it in the window; the {@link Link} acknowledges from the head. What
 * can never succeed goes to the dead-letter queue first. What may succeed later is tried again in its place when the
 * lane itself saw it fail; otherwise the connection is dropped, and the broker sends everything un-acknowledged again,
 * in order.
 */
final class MqttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Work {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConsumer.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final MqttEndpoint endpoint;
    private @Nullable Link link;
    private @Nullable Lane lane;
    private @Nullable MqttMeters meters;
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
        meters = counts;
        Lane newLane =
                new Lane("mqtt-lane-" + route, endpoint.getConfiguration().getReceiveMaximum(), this);
        Link newLink = new Link(endpoint, clientId, received -> enqueue(newLane, received), newLane::forget, counts);
        counts.window(() -> {
            Connection connection = newLink.current();
            return connection == null ? 0 : connection.unacknowledged();
        });
        setHealthCheck(new MqttHealthCheck(route, endpoint.filter(), newLink, () -> trouble));
        lane = newLane;
        link = newLink;
        newLane.start();
        newLink.start();
    }

    /** On Paho's thread. */
    private void enqueue(Lane to, Received received) {
        meters().received();
        if (to.offer(received)) {
            return;
        }
        if (received.qos() == 0) {
            meters().droppedQos0();
        } else {
            received.connection.drop("there is no room for a message");
        }
    }

    @Override
    public void begin(Received received) throws InterruptedException {
        while (link().isCurrent(received.connection)) {
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
        lane().leave();
    }

    /** Runs the route once. Returns why it failed when that is known already; later failures come to {@link #failed}. */
    private @Nullable Throwable attempt(Received received) {
        received.attempts++;
        received.failure = null;
        Exchange exchange = createExchange(true);
        exchange.getIn().setBody(received.message.getPayload());
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
                lane().giveBack(received);
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
        meters().acknowledged();
        lane().leave();
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
        lane().leave();
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
                received.message.getPayload(),
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
        lane().close();
    }

    @Override
    protected void doResume() {
        lane().reopen();
        Connection connection = link().current();
        if (connection != null) {
            // What came in the meantime was passed over; on a new connection the broker sends it again.
            connection.drop("the route was resumed");
        }
    }

    @Override
    protected void doStop() throws Exception {
        Lane stopping = lane;
        if (stopping != null) {
            stopping.close();
            stopping.stop();
            link().stop();
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be acknowledged.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return lane().inside();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        lane().close();
    }

    private Link link() {
        return Objects.requireNonNull(link);
    }

    private Lane lane() {
        return Objects.requireNonNull(lane);
    }

    private MqttMeters meters() {
        return Objects.requireNonNull(meters);
    }
}
