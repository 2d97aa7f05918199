package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterReader.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the records of one device back from its topic, when somebody asks. Nothing is kept for it, so a hundred thousand
 * devices cost nothing. Only the partition is read that Kafka gives the device's key to, from its end back, within bounds of
 * time and memory. What a topic holds from before it was given more partitions may lie elsewhere and is not found. Any thread;
 * some seconds at most.
 */
public final class DeviceRecords {
    private static final long MOST_SCANNED = 200_000;
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final long FIRST_WINDOW = 500;
    private static final long LARGEST_WINDOW = 10_000;

    private final ReadingRoom room;

    /**
     * How far somebody has looked.
     *
     * @param scanned records, whether they were the device's or not
     * @param complete false: older ones were not looked at
     */
    public record Extent(long scanned, boolean complete) {}

    DeviceRecords(KafkaClients clients) {
        this.room = new ReadingRoom(clients, "the records of devices");
    }

    /**
     * Shows the records of a device, the newest first.
     *
     * @param goesOn is given each, and tells whether it wants an older one
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public Extent look(String topic, String device, Instant since, Predicate<DeviceRecord> goesOn) {
        return room.reading(reader -> look(reader, topic, device, since, goesOn));
    }

    private static Extent look(
            LetterReader reader, String topic, String device, Instant since, Predicate<DeviceRecord> goesOn) {
        byte[] key = device.getBytes(StandardCharsets.UTF_8);
        return reader.written(topic, key, since).entrySet().stream()
                .findFirst()
                .map(one -> look(reader, one.getKey(), one.getValue(), key, since, goesOn))
                .orElseGet(() -> new Extent(0, true));
    }

    private static Extent look(
            LetterReader reader,
            TopicPartition partition,
            Range wanted,
            byte[] key,
            Instant since,
            Predicate<DeviceRecord> goesOn) {
        long begun = System.nanoTime();
        long down = wanted.end();
        long window = FIRST_WINDOW;
        while (down > wanted.from()) {
            if (wanted.end() - down >= MOST_SCANNED || System.nanoTime() - begun > LONGEST.toNanos()) {
                return new Extent(wanted.end() - down, false);
            }
            long from = Math.max(wanted.from(), down - window);
            List<DeviceRecord> found = new ArrayList<>();
            long[] bytes = {0};
            reader.read(Map.of(partition, new Range(from, down)), record -> {
                bytes[0] += Math.max(0, record.serializedValueSize());
                if (record.value() != null && Arrays.equals(key, record.key())) {
                    found.add(DeviceRecord.of(record));
                }
            });
            for (int i = found.size() - 1; i >= 0; i--) {
                if (!found.get(i).at().isBefore(since) && !goesOn.test(found.get(i))) {
                    return new Extent(wanted.end() - from, true);
                }
            }
            down = from;
            window = LetterReader.next(window, bytes[0], LARGEST_WINDOW);
        }
        return new Extent(wanted.end() - wanted.from(), true);
    }
}
