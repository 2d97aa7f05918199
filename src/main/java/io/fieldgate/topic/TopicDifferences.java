package io.fieldgate.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what a topic should be with what it is. */
final class TopicDifferences {
    private TopicDifferences() {}

    /**
     * One setting that differs.
     *
     * @param setting Kafka's name, or {@code partitions}, {@code replication-factor}
     * @param actual null when Kafka does not know the setting
     */
    record Difference(
            String setting, String wanted, @Nullable String actual) {
        @Override
        public String toString() {
            return setting + " is " + actual + ", wanted is " + wanted;
        }
    }

    /** @param settings the settings in force, by Kafka's names, defaults included */
    static List<Difference> between(
            TopicSpec wanted, int partitions, int replicationFactor, Map<String, @Nullable String> settings) {
        List<Difference> differences = new ArrayList<>();
        if (partitions != wanted.partitionCount()) {
            differences.add(new Difference(
                    "partitions", Integer.toString(wanted.partitionCount()), Integer.toString(partitions)));
        }
        if (wanted.replicationFactor() != -1 && wanted.replicationFactor() != replicationFactor) {
            differences.add(new Difference(
                    "replication-factor",
                    Short.toString(wanted.replicationFactor()),
                    Integer.toString(replicationFactor)));
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
        return String.join(",", new TreeSet<>(Arrays.asList(value.split("\\s*,\\s*", -1))));
    }
}
