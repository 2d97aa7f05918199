package io.fieldgate.topic;

import io.fieldgate.message.RecordHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * How long topics keep what they get, so that no record goes into one that would drop it at once. Kafka counts from the
 * time that a record carries: a reading of last year, brought in today, is gone within minutes from a topic that keeps a week,
 * read or not. Any thread.
 */
final class Retentions {
    /** Milliseconds by topic, of those that drop records by their time. */
    private final Map<String, Long> kept = new ConcurrentHashMap<>();

    private final LongSupplier now;

    /** @param now milliseconds since 1970 */
    Retentions(LongSupplier now) {
        this.now = now;
    }

    /** Takes over what Kafka says of a topic. */
    void learn(String topic, Config config) {
        ConfigEntry policy = config.get("cleanup.policy");
        ConfigEntry retention = config.get("retention.ms");
        ConfigEntry type = config.get("message.timestamp.type");
        boolean drops = policy != null
                && retention != null
                && List.of(policy.value().split("\\s*,\\s*")).contains("delete")
                && (type == null || !"LogAppendTime".equals(type.value()));
        long milliseconds = drops ? Long.parseLong(retention.value()) : -1;
        if (milliseconds > 0) {
            kept.put(topic, milliseconds);
        } else {
            kept.remove(topic);
        }
    }

    /** The record, or in place of one that its topic would drop too soon one of now with its time in a header. */
    ProducerRecord<byte[], byte[]> lasting(ProducerRecord<byte[], byte[]> record) {
        Long time = record.timestamp();
        if (time == null || !drops(record.topic(), time)) {
            return record;
        }
        Headers headers = record.headers();
        // A record that is copied from topic to topic has one already.
        if (headers.lastHeader(RecordHeaders.EVENT_TIME) == null) {
            headers.add(RecordHeaders.EVENT_TIME, HeaderMapping.bytes(time));
        }
        return new ProducerRecord<>(
                record.topic(), record.partition(), now.getAsLong(), record.key(), record.value(), headers);
    }

    /**
     * Whether the topic would keep a record of this time for less than half as long as it keeps others, or not at all.
     *
     * @param time milliseconds since 1970
     */
    boolean drops(String topic, long time) {
        Long milliseconds = kept.get(topic);
        return milliseconds != null && time < now.getAsLong() - milliseconds / 2;
    }
}
