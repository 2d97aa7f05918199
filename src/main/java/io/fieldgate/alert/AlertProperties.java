package io.fieldgate.alert;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How alert rules are evaluated.
 *
 * @param enabled false: no rule is evaluated
 * @param file the rules; one that does not exist has none
 * @param applicationId names the consumer group, and begins the names of the topics that keep the state
 * @param topic where changes of alerts go
 * @param partitions of that topic, when it is created
 * @param replicationFactor of that topic and of those with the state, when they are created; -1: the broker's default
 * @param store where the state is kept beside Kafka
 * @param stateFolder where it is kept on disk
 * @param threads that evaluate
 */
@ConfigurationProperties("fieldgate.alerts")
public record AlertProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("config/alerts.yaml") Path file,
        @DefaultValue("fieldgate-alerts") String applicationId,
        @DefaultValue("alerts") String topic,
        @DefaultValue("1") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue("memory") Store store,
        @DefaultValue("data/alerts") Path stateFolder,
        @DefaultValue("1") int threads) {
    private static final String NAME = "[a-zA-Z0-9._-]{1,100}";
    private static final int MOST_THREADS = 64;

    /** Where the state of the devices is kept; Kafka has a copy of either. */
    public enum Store {
        /** On the heap. */
        MEMORY,
        /** On disk. */
        ROCKSDB
    }

    /** @throws IllegalArgumentException naming the first key that is wrong, and what is allowed */
    public AlertProperties {
        name("application-id", applicationId);
        name("topic", topic);
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "fieldgate.alerts.partitions is " + partitions + ", it takes a number from 1 on");
        }
        if (replicationFactor < 1 && replicationFactor != -1) {
            throw new IllegalArgumentException("fieldgate.alerts.replication-factor is " + replicationFactor
                    + ", it takes a number from 1 on, or -1 for the broker's default");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "fieldgate.alerts.threads is " + threads + ", it takes 1 to " + MOST_THREADS);
        }
    }

    private static void name(String key, String value) {
        if (!value.matches(NAME)) {
            throw new IllegalArgumentException("fieldgate.alerts." + key + " is '" + value
                    + "', it takes 1 to 100 letters, digits, '.', '_' and '-'");
        }
    }
}
