package io.fieldgate.topic;

import io.fieldgate.message.RecordHeaders;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of a device, as it lies in its topic.
 *
 * @param at when it happened, as far as it is known
 * @param headers those that are carried
 */
public record DeviceRecord(Instant at, byte[] value, Map<String, Object> headers) {
    static DeviceRecord of(ConsumerRecord<byte[], byte[]> fetched) {
        Map<String, Object> headers = HeaderMapping.carried(fetched.headers());
        long at = headers.get(RecordHeaders.EVENT_TIME) instanceof Long event ? event : fetched.timestamp();
        return new DeviceRecord(Instant.ofEpochMilli(at), fetched.value(), headers);
    }

    /** What filters of sources have captured, by name. */
    public Map<String, String> captures() {
        Map<String, Object> found = new LinkedHashMap<>();
        HeaderMapping.addCaptures(headers, found);
        Map<String, String> captures = new LinkedHashMap<>();
        found.forEach((name, value) -> {
            if (value instanceof String text) {
                captures.put(name, text);
            }
        });
        return captures;
    }
}
