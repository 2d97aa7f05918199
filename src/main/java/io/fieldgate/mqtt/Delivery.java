package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.LogFields;
import io.fieldgate.message.TopicFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages through the route, each until it is stored or buried. What can never succeed goes to the dead-letter
 * queue. What may succeed later is tried again in its place, by the lane, and what came after it waits.
 */
final class Delivery implements Lane.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final String route;
    private final TopicFilter filter;
    private final Supplier<Exchange> exchanges;
    private final AsyncProcessor processor;
    private final DeadLetterQueue deadLetters;
    /** What the message at the lane's end is waiting for; null while all goes well. */
    private volatile @Nullable Throwable trouble;

    Delivery(
            String route,
            TopicFilter filter,
            Supplier<Exchange> exchanges,
            AsyncProcessor processor,
            DeadLetterQueue deadLetters) {
        this.route = route;
        this.filter = filter;
        this.exchanges = exchanges;
        this.processor = processor;
        this.deadLetters = deadLetters;
    }

    /** What messages wait for; null while all goes well. Any thread. */
    @Nullable
    Throwable trouble() {
        return trouble;
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
        private final Exchange exchange = exchanges.get();
        private final CountDownLatch end = new CountDownLatch(1);
        private boolean onLane = true;
        private @Nullable Throwable seen;

        Attempt(Received received) {
            this.received = received;
        }

        void enter() {
            received.attempts++;
            exchange.getIn().setBody(received.payload);
            MqttHeaders.set(exchange.getIn().getHeaders(), filter, received);
            processor.process(exchange, this);
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
        received.connection.complete(received);
        // Last: who waits for an empty route then closes the connection.
        received.connection.lane().leave();
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
            var unused = deadLetters.put(letter(received, cause)).whenComplete((stored, failure) -> {
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
        MqttHeaders.set(headers, filter, received);
        return DeadLetter.received(
                route, received.payload, headers, received.at, "mqtt:" + received.topic, cause, received.attempts);
    }

    private void report(Received received, Throwable failure) {
        if (trouble == null) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: a message from {} waits, nothing is lost: {}",
                            route,
                            received.topic,
                            failure.getMessage());
        }
        trouble = failure;
    }
}
