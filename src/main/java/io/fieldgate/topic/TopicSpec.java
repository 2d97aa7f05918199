package io.fieldgate.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one topic should be, an entry of {@code fieldgate.topics}.
 *
 * @param name letters, digits, '.', '_' and '-', at most 249
 * @param partitions how many; by default 6, or 1 with {@code ordering: global}
 * @param replicationFactor copies of each record; -1 = the broker's default
 * @param retention how long records stay ({@code retention.ms}); null = the broker's default
 * @param retentionBytes how much one partition may hold ({@code retention.bytes}); null = the broker's default
 * @param segmentBytes size of one log file ({@code segment.bytes}); null = the broker's default
 * @param cleanupPolicy {@code delete}, {@code compact} or {@code compact-delete}; null = the broker's default
 * @param ordering {@code device}: records of one key keep their order; {@code global}: all do, hence one partition
 * @param format what the value of a record must be to be stored
 * @param deadLetter whether {@code <name>.dlq} is created too, with as many partitions
 * @param config any other topic setting of Kafka by its own name
 */
public record TopicSpec(
        String name,
        @Nullable Integer partitions,
        @DefaultValue("-1") short replicationFactor,
        @Nullable Duration retention,
        @Nullable DataSize retentionBytes,
        @Nullable DataSize segmentBytes,
        @Nullable CleanupPolicy cleanupPolicy,
        @DefaultValue("device") Ordering ordering,
        @DefaultValue("bytes") Format format,
        @DefaultValue("true") boolean deadLetter,
        @DefaultValue Map<String, String> config) {
    static final String DEAD_LETTER_SUFFIX = ".dlq";
    private static final int DEFAULT_PARTITIONS = 6;
    /** Dead letters outlive a long holiday, whatever the topic itself keeps. */
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** {@code cleanup.policy} of Kafka. */
    public enum CleanupPolicy {
        DELETE("delete"),
        COMPACT("compact"),
        COMPACT_DELETE("compact,delete");

        private final String setting;

        CleanupPolicy(String setting) {
            this.setting = setting;
        }
    }

    /** Among which records order is kept. */
    public enum Ordering {
        DEVICE,
        GLOBAL
    }

    /** What a record's value must be. */
    public enum Format {
        BYTES,
        JSON
    }

    /** @throws IllegalArgumentException in a sentence that names the topic, the key at fault and what is allowed */
    public TopicSpec {
        checkName(name);
        if (ordering == Ordering.GLOBAL && partitions != null && partitions != 1) {
            throw refused(name, "partitions is " + partitions + ", but ordering: global allows exactly 1");
        }
        if (partitions != null && partitions < 1) {
            throw refused(name, "partitions is " + partitions + ", at least 1 is needed");
        }
        if (replicationFactor != -1 && replicationFactor < 1) {
            throw refused(
                    name,
                    "replication-factor is " + replicationFactor + ", allowed are -1 (the broker's default) and 1 up");
        }
        if (retention != null && (retention.isZero() || (retention.isNegative() && retention.toMillis() != -1))) {
            throw refused(name, "retention is " + retention + ", it must be longer than nothing (or -1ms = for ever)");
        }
        config = Map.copyOf(config);
    }

    /**
     * The name itself when Kafka takes it as a topic.
     *
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    public static String checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is no topic name, allowed are 1 to 249 letters, digits, '.', '_' and '-', but not '.' or '..'");
        }
        return name;
    }

    /**
     * An otherwise unknown dead-letter topic.
     *
     * @param of the topic whose dead letters it holds; null when nothing is known of it
     */
    static TopicSpec deadLetters(String name, @Nullable TopicSpec of, int maxMessageBytes) {
        return new TopicSpec(
                name,
                of == null ? 1 : of.partitionCount(),
                of == null ? -1 : of.replicationFactor(),
                DEAD_LETTER_RETENTION,
                null,
                null,
                CleanupPolicy.DELETE,
                Ordering.DEVICE,
                Format.BYTES,
                false,
                Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
    }

    int partitionCount() {
        if (partitions != null) {
            return partitions;
        }
        return ordering == Ordering.GLOBAL ? 1 : DEFAULT_PARTITIONS;
    }

    /** The settings of Kafka that differ from the broker's defaults, by Kafka's names. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(config);
        if (retention != null) {
            settings.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (retentionBytes != null) {
            settings.put("retention.bytes", Long.toString(retentionBytes.toBytes()));
        }
        if (segmentBytes != null) {
            settings.put("segment.bytes", Long.toString(segmentBytes.toBytes()));
        }
        if (cleanupPolicy != null) {
            settings.put("cleanup.policy", cleanupPolicy.setting);
        }
        return settings;
    }

    /** What Kafka is asked to make. */
    NewTopic asNew() {
        Optional<Short> replicas = replicationFactor == -1 ? Optional.empty() : Optional.of(replicationFactor);
        return new NewTopic(name, Optional.of(partitionCount()), replicas).configs(settings());
    }

    private static IllegalArgumentException refused(String name, String problem) {
        return new IllegalArgumentException("topic '" + name + "': " + problem);
    }
}
