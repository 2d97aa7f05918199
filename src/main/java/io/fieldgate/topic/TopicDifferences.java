package io.fieldgate.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Compares what a topic should be with what it is. */
final class TopicDifferences {
    static final String PARTITIONS = "partitions";
    private static final String REPLICATION = "replication-factor";

    private TopicDifferences() {}

    /**
     * One setting that differs.
     *
     * @param setting Kafka's name, or {@code partitions}, {@code replication-factor}
     * @param actual null when Kafka does not know the setting
     */
    record Difference(
            String setting, String wanted, @Nullable String actual) {
        Effect effect() {
            String now = actual;
            return switch (setting) {
                case PARTITIONS ->
                    now == null || Integer.parseInt(wanted) > Integer.parseInt(now)
                            ? Effect.MOVES_DEVICES
                            : Effect.IMPOSSIBLE;
                case REPLICATION -> Effect.IMPOSSIBLE;
                case "retention.ms", "retention.bytes" ->
                    now != null && limit(wanted) < limit(now) ? Effect.LOSES_RECORDS : Effect.HARMLESS;
                // Each word of it is a way of losing records.
                case "cleanup.policy" ->
                    now == null || !words(now).containsAll(words(wanted)) ? Effect.LOSES_RECORDS : Effect.HARMLESS;
                default -> Effect.HARMLESS;
            };
        }

        /** Changes the topic. */
        void make(Admin admin, String topic) throws ExecutionException, InterruptedException {
            if (setting.equals(PARTITIONS)) {
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(Integer.parseInt(wanted))))
                        .all()
                        .get();
            } else {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(new AlterConfigOp(new ConfigEntry(setting, wanted), AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
        }

        @Override
        public String toString() {
            return setting + " is " + actual + ", wanted is " + wanted;
        }
    }

    /** What comes of making a difference. */
    enum Effect {
        HARMLESS,
        /** Keys fall into other partitions, and what was under way is not in order with what comes. */
        MOVES_DEVICES,
        /** Kafka deletes records that it would have kept. */
        LOSES_RECORDS,
        /** Kafka cannot. */
        IMPOSSIBLE
    }

    static List<Difference> between(TopicSpec wanted, TopicDescription actual, Config config) {
        Map<String, @Nullable String> settings = new HashMap<>();
        for (ConfigEntry setting : config.entries()) {
            settings.put(setting.name(), setting.value());
        }
        return between(
                wanted,
                actual.partitions().size(),
                actual.partitions().get(0).replicas().size(),
                settings);
    }

    /** @param settings the settings in force, by Kafka's names, defaults included */
    static List<Difference> between(
            TopicSpec wanted, int partitions, int replicationFactor, Map<String, @Nullable String> settings) {
        List<Difference> differences = new ArrayList<>();
        if (partitions != wanted.partitionCount()) {
            differences.add(new Difference(
                    PARTITIONS, Integer.toString(wanted.partitionCount()), Integer.toString(partitions)));
        }
        if (wanted.replicationFactor() != -1 && wanted.replicationFactor() != replicationFactor) {
            differences.add(new Difference(
                    REPLICATION, Short.toString(wanted.replicationFactor()), Integer.toString(replicationFactor)));
        }
        wanted.settings().forEach((name, value) -> {
            String actual = settings.get(name);
            if (!Objects.equals(normal(value), actual == null ? null : normal(actual))) {
                differences.add(new Difference(name, value, actual));
            }
        });
        return differences;
    }

    /** Lists are the same in any order: {@code compact,delete}. */
    private static String normal(String value) {
        return String.join(",", words(value));
    }

    private static Set<String> words(String value) {
        return new TreeSet<>(Arrays.asList(value.split("\\s*,\\s*", -1)));
    }

    /** -1 is no limit. */
    private static long limit(String value) {
        long limit = Long.parseLong(value);
        return limit < 0 ? Long.MAX_VALUE : limit;
    }
}
