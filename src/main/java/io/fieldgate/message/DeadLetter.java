package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
        int attempts) {
    /**
     * Of a message that came from elsewhere than Kafka.
     *
     * @param headers as its source sets them; {@link RecordHeaders#DEVICE} is the key, and what is carried is kept
     * @param at when it was received, in milliseconds since 1970
     */
    public static DeadLetter received(
            String route,
            byte[] value,
            Map<String, Object> headers,
            long at,
            String source,
            Throwable cause,
            int attempts) {
        Object device = headers.get(RecordHeaders.DEVICE);
        Map<String, Object> carried = new LinkedHashMap<>(headers);
        carried.keySet().removeIf(name -> !RecordHeaders.isCarried(name));
        return new DeadLetter(
                route,
                null,
                device == null ? null : device.toString().getBytes(StandardCharsets.UTF_8),
                value,
                carried,
                at,
                source,
                cause,
                attempts);
    }
}
