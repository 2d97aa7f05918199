package io.fieldgate.topic;

import io.fieldgate.message.Batch;
import io.fieldgate.message.DeviceWatch;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Submission;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of each message. Its exchange completes when Kafka has stored the record with acks=all, never before,
 * on Kafka's I/O thread. That thread serves all routes: steps after this one must be quick. (Another {@code topic:} step
 * is, it moves to a thread of its own.)
 *
 * <p>Nothing in a message chooses the topic: headers such as {@code kafka.OVERRIDE_TOPIC} are not looked at.
 */
final class TopicProducer extends DefaultAsyncProducer {
    private final RecordMaker maker;
    private final Sender producer;
    private final TopicMeters meters;
    private final DeviceWatch devices;

    TopicProducer(TopicEndpoint endpoint, TopicComponent component) {
        super(endpoint);
        this.maker = new RecordMaker(endpoint, component);
        this.producer = component.producer();
        this.meters = component.meters();
        this.devices = component.devices();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (exchange.getMessage().getBody() instanceof Batch batch) {
            // Its source runs the route, so this is none of Kafka's threads.
            store(batch, exchange, callback);
        } else if (producer.onResultThread()) {
            producer.continueLater(() -> store(exchange, callback));
        } else {
            store(exchange, callback);
        }
        return false;
    }

    private void store(Batch batch, Exchange exchange, AsyncCallback callback) {
        String route = exchange.getFromRouteId();
        boolean fresh = isNew(exchange);
        Latency latency = meters.latency(named(route));
        Object traceparent = exchange.getMessage().getHeader(RecordHeaders.TRACEPARENT);
        List<? extends Batch.Entry> entries = batch.take();
        BatchResult result = new BatchResult(batch, exchange, stored -> {
            meters.sent(named(route), stored);
            callback.done(false);
        });
        for (Batch.Entry entry : entries) {
            Throwable obstacle = result.obstacle();
            if (obstacle != null) {
                // What comes later must not overtake what waits.
                result.failed(entry, obstacle);
                continue;
            }
            try {
                ProducerRecord<byte[], byte[]> made = maker.make(entry, route);
                if (traceparent != null) {
                    // That of the whole batch, which none of them brings along.
                    made.headers().add(RecordHeaders.TRACEPARENT, HeaderMapping.bytes(traceparent));
                }
                boolean replayed = isReplayed(entry.headers());
                long received = maker.timesEvents() ? received(entry.headers()) : made.timestamp();
                producer.send(made, this::isRunAllowed, (at, failure) -> {
                    if (failure == null) {
                        result.stored(entry);
                        if (!replayed) {
                            took(latency, received, made);
                        }
                        if (fresh && !replayed) {
                            tell(route, made);
                        }
                    } else {
                        result.failed(entry, failure);
                    }
                });
            } catch (RuntimeException refused) {
                result.failed(entry, refused);
            }
        }
    }

    private void store(Exchange exchange, AsyncCallback callback) {
        ProducerRecord<byte[], byte[]> made;
        try {
            made = maker.make(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(false);
            return;
        }
        if (exchange.getProperty(Submission.PROPERTY) instanceof Submission submission) {
            submission.ready(() -> send(made, exchange, callback, submission), refused -> {
                exchange.setException(refused);
                callback.done(false);
            });
        } else {
            send(made, exchange, callback, null);
        }
    }

    private void send(
            ProducerRecord<byte[], byte[]> made,
            Exchange exchange,
            AsyncCallback callback,
            @Nullable Submission submission) {
        String route = exchange.getFromRouteId();
        boolean replayed = isReplayed(exchange.getMessage().getHeaders());
        boolean isNew = !replayed && isNew(exchange);
        Latency latency = replayed ? null : meters.latency(named(route));
        long received = received(exchange.getMessage().getHeaders());
        producer.send(made, this::isRunAllowed, (at, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                meters.sent(named(route), 1);
                took(latency, received, made);
                if (isNew) {
                    tell(route, made);
                }
                if (submission != null && at != null) {
                    submission.stored(at.topic(), at.partition(), at.offset());
                }
            }
            callback.done(false);
        });
    }

    /** What comes from a topic was told when it came there. */
    private static boolean isNew(Exchange exchange) {
        return !(exchange.getFromEndpoint() instanceof TopicEndpoint);
    }

    /** It was told, and timed, when it came; how old a dead letter is says nothing of the gateway. */
    private static boolean isReplayed(Map<String, Object> headers) {
        return headers.containsKey(RecordHeaders.REPLAY_OF);
    }

    private static long received(Map<String, Object> headers) {
        return headers.get(RecordHeaders.RECEIVED_AT) instanceof Long at ? at : 0;
    }

    private void took(@Nullable Latency latency, long received, ProducerRecord<byte[], byte[]> stored) {
        if (latency != null) {
            latency.stored(received, maker.timesEvents() ? stored.timestamp() : 0);
        }
    }

    private void tell(@Nullable String route, ProducerRecord<byte[], byte[]> stored) {
        if (stored.key() == null) {
            return;
        }
        if (stored.headers().lastHeader(RecordHeaders.MQTT_CORRELATION_DATA) != null) {
            devices.answered(stored.key(), stored.value().length);
        } else {
            devices.stored(named(route), stored.topic(), stored.key(), stored.value());
        }
    }

    private static String named(@Nullable String route) {
        return route == null ? "none" : route;
    }
}
