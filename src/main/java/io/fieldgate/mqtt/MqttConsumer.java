package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
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
 * can never succeed goes to the dead-letter queue first. What may succeed later is tried again in its place, by the lane,
 * and what came after it waits.
 */
final class MqttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Work {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConsumer.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final MqttEndpoint endpoint;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable DeadLetterQueue deadLetters;
    private @Nullable MqttMeters meters;
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
        meters = counts;
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
        if (isGivenUp(received)) {
            received.connection.lane().leave();
            return;
        }
        Attempt attempt = new Attempt(received);
        attempt.enter();
        Throwable failure = attempt.leaveLane();
        if (failure != null) {
            handle(received, failure);
        }
    }

    /**
     * It belongs to a connection that is gone, or the route stops: it will come again. QoS 0 comes once only, so it is
     * stored whatever has become of its connection.
     */
    private static boolean isGivenUp(Received received) {
        return received.qos() > 0
                && (received.connection.isLost() || !received.connection.lane().isOpen());
    }

    @Override
    public void failed(Received received) throws InterruptedException {
        handle(received, Objects.requireNonNull(received.failure));
    }

    /**
     * What can never succeed is buried. All else is tried again in its place: alone at first, so that nothing overtakes
     * it; once something has succeeded again, those that failed with it follow at full speed.
     */
    private void handle(Received received, Throwable failure) throws InterruptedException {
        if (FailureKind.of(failure) == FailureKind.RECORD) {
            bury(received, failure);
        } else if (trouble == null) {
            begin(received);
        } else {
            insist(received);
        }
    }

    private void insist(Received received) throws InterruptedException {
        while (true) {
            Thread.sleep(RETRY.after(received.attempts).toMillis());
            if (isGivenUp(received)) {
                received.connection.lane().leave();
                return;
            }
            Attempt attempt = new Attempt(received);
            attempt.enter();
            Throwable failure = attempt.awaitEnd();
            if (failure == null) {
                return;
            }
            if (FailureKind.of(failure) == FailureKind.RECORD) {
                bury(received, failure);
                return;
            }
        }
    }

    /**
     * One run through the route. Camel calls back as "asynchronous" even when every step ran on the caller's thread, so
     * this looks at whether the lane is still with it.
     */
    private final class Attempt implements AsyncCallback {
        private final Received received;
        private final Exchange exchange = createExchange(true);
        private final CountDownLatch end = new CountDownLatch(1);
        private boolean onLane = true;
        private @Nullable Throwable seen;

        Attempt(Received received) {
            this.received = received;
        }

        void enter() {
            received.attempts++;
            exchange.getIn().setBody(received.payload);
            MqttHeaders.set(exchange.getIn().getHeaders(), endpoint.filter(), received);
            getAsyncProcessor().process(exchange, this);
        }

        @Override
        public void done(boolean doneSync) {
            Throwable failure = exchange.getException();
            if (failure == null) {
                succeeded(received);
            } else {
                if (FailureKind.of(failure) != FailureKind.RECORD) {
                    report(received, failure);
                }
                fail(failure);
            }
            end.countDown();
        }

        private synchronized void fail(Throwable failure) {
            if (onLane) {
                seen = failure;
            } else {
                received.failure = failure;
                received.connection.lane().giveBack(received);
            }
        }

        /** The lane goes on with the next; gives the failure that was seen until now, a later one comes back to it. */
        synchronized @Nullable Throwable leaveLane() {
            onLane = false;
            return seen;
        }

        /** The lane stays until the end; gives the failure, or null. */
        @Nullable
        Throwable awaitEnd() throws InterruptedException {
            end.await();
            return leaveLane();
        }
    }

    private void succeeded(Received received) {
        if (trouble != null) {
            trouble = null;
        }
        received.connection.lane().leave();
        received.connection.complete(received);
    }

    private void bury(Received received, Throwable cause) throws InterruptedException {
        if (received.burials > 0) {
            Thread.sleep(RETRY.after(received.burials).toMillis());
        }
        if (isGivenUp(received)) {
            received.connection.lane().leave();
            return;
        }
        received.burials++;
        try {
            var unused = Objects.requireNonNull(deadLetters)
                    .put(letter(received, cause))
                    .whenComplete((stored, failure) -> {
                        if (failure == null) {
                            succeeded(received);
                        } else {
                            keep(received, cause, failure);
                        }
                    });
        } catch (RuntimeException failure) {
            keep(received, cause, failure);
        }
    }

    /** Its dead letter could not be stored, so the message waits, and the lane with it. */
    private void keep(Received received, Throwable cause, Throwable failure) {
        report(received, failure);
        received.failure = cause;
        received.connection.lane().giveBack(received);
    }

    private DeadLetter letter(Received received, Throwable cause) {
        Map<String, Object> headers = new LinkedHashMap<>();
        MqttHeaders.set(headers, endpoint.filter(), received);
        return DeadLetter.received(
                getRouteId(),
                received.payload,
                headers,
                received.at,
                "mqtt:" + received.topic,
                cause,
                received.attempts);
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
        if (meters != null) {
            meters.close();
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
        return lanes.stream().mapToInt(Lane::inside).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        lanes.forEach(Lane::close);
    }
}
