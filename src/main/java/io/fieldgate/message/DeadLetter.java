package io.fieldgate.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that can never succeed, as its source received it.
 *
 * @param route the id of the route that it failed in
 * @param topic the Kafka topic that it came from; null when it came from elsewhere, then the dead-letter topic is that of
 *     the topic the route writes to
 * @param key its record key, or null
 * @param value its bytes, untouched; null for a tombstone
 * @param headers the carried headers ({@link RecordHeaders#isCarried}); values are {@code byte[]} or have a meaningful
 *     {@code toString()}
 * @param timestamp record timestamp in milliseconds since 1970
 * @param source where exactly it came from, for example {@code mqtt:plant/a/pump-1/telemetry} or {@code telemetry-3@1234}
 * @param cause why it can never succeed
 * @param attempts how often it was tried
 */
public record DeadLetter(
        String route,
        @Nullable String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, Object> headers,
        long timestamp,
        String source,
        Throwable cause,
        int attempts) {}
