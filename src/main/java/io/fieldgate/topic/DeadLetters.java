package io.fieldgate.topic;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Route;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores dead letters in {@code <topic>.dlq}: the topic that the letter came from, else the one that its route writes to
 * (when all its messages go to the same), else {@code <route>.dlq}. Key, bytes and carried headers stay as they were. While Kafka is away {@link #put} waits; it
 * fails only when the gateway stops or an operator has to act, and then the letter is not lost but still with its source.
 */
final class DeadLetters implements DeadLetterQueue {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    /** Room for headers in a record that holds as much of a value as fits. */
    private static final int HEADER_ROOM = 32 * 1024;

    private static final int MAX_STEPS = 64;

    private final TopicComponent component;

    DeadLetters(TopicComponent component) {
        this.component = component;
    }

    @Override
    public CompletableFuture<Void> put(DeadLetter letter) {
        String original = letter.topic() == null ? written(letter.route()) : letter.topic();
        String topic =
                TopicSpec.checkName((original == null ? letter.route().replaceAll("[^a-zA-Z0-9._-]", "-") : original)
                        + TopicSpec.DEAD_LETTER_SUFFIX);
        TopicProvisioner provisioner = component.provisioner();
        provisioner.expectDeadLetters(topic, original == null ? null : provisioner.spec(original));
        CompletableFuture<Void> stored = new CompletableFuture<>();
        int room = component.clients().properties().maxDeadLetterBytes() - HEADER_ROOM - length(letter.key());
        send(letter, original, topic, letter.timestamp(), Math.max(room, 0), stored);
        return stored;
    }

    /** @param room how many bytes of the value may be stored */
    private void send(
            DeadLetter letter,
            @Nullable String original,
            String topic,
            long timestamp,
            int room,
            CompletableFuture<Void> stored) {
        long now = System.currentTimeMillis();
        byte[] value = letter.value();
        byte[] kept = value != null && value.length > room ? Arrays.copyOf(value, room) : value;
        ProducerRecord<byte[], byte[]> dead =
                new ProducerRecord<>(topic, null, timestamp > 0 ? timestamp : now, letter.key(), kept);
        DeadLetterHeaders.add(letter, original, now, dead.headers());
        if (value != null && value.length > room) {
            DeadLetterHeaders.text(dead.headers(), DeadLetterHeaders.TRUNCATED, Integer.toString(value.length));
        }
        component.producer().send(dead, () -> true, (at, failure) -> {
            if (failure == null) {
                String code = DeadLetterHeaders.code(letter.cause());
                component.meters().deadLettered(letter.route(), code);
                if (letter.key() != null) {
                    component.devices().rejected(letter.route(), letter.key(), code);
                }
                log.debug("Dead letter of {} stored in {}", letter.source(), topic);
                stored.complete(null);
            } else if (failure.code().equals("TOO_LARGE") && length(kept) > 0) {
                int less = length(kept) / 2;
                again(() -> send(letter, original, topic, timestamp, less, stored));
            } else if (failure.code().equals("TIMESTAMP") && timestamp > 0) {
                again(() -> send(letter, original, topic, 0, room, stored));
            } else {
                stored.completeExceptionally(failure);
            }
        });
    }

    /** Results are told on Kafka's thread, where sending could block for ever. */
    private void again(Runnable send) {
        component.producer().continueLater(send);
    }

    /** The first topic that a route writes to. */
    private @Nullable String written(String routeId) {
        CamelContext context = component.getCamelContext();
        Route route = context == null ? null : context.getRoute(routeId);
        return route == null ? null : written(route.navigate(), 0);
    }

    private static @Nullable String written(@Nullable Object step, int depth) {
        if (step instanceof EndpointAware aware && aware.getEndpoint() instanceof TopicEndpoint endpoint) {
            return endpoint.target().isVariable() ? null : endpoint.getName();
        }
        if (step instanceof Navigate<?> parent && parent.hasNext() && depth < MAX_STEPS) {
            for (Object child : parent.next()) {
                String topic = written(child, depth + 1);
                if (topic != null) {
                    return topic;
                }
            }
        }
        return null;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
