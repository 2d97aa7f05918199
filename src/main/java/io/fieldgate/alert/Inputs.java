package io.fieldgate.alert;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * What is read by the rules.
 *
 * @param partitions of the topics that they judge, and of those that sort by keys
 * @param before by topic that sorts by keys: the partitions that its records come from
 * @param areComplete false: they are to be looked up again, since not each topic that sorts by keys was there
 */
record Inputs(Set<TopicPartition> partitions, Map<String, Set<TopicPartition>> before, boolean areComplete) {
    /** Before they are looked up. */
    static final Inputs UNKNOWN = new Inputs(Set.of(), Map.of(), false);

    /**
     * Looks them up.
     *
     * @param application of Kafka Streams
     * @throws ExecutionException when Kafka does not answer
     */
    static Inputs of(Admin admin, Set<Division> divisions, String application)
            throws ExecutionException, InterruptedException {
        Set<String> topics = Division.topics(divisions);
        divisions.forEach(division -> topics.add(division.input(application)));
        Map<String, List<TopicPartition>> existing = AlertTopics.existing(admin, topics);
        Set<TopicPartition> partitions = new HashSet<>();
        existing.values().forEach(partitions::addAll);
        Map<String, Set<TopicPartition>> before = new HashMap<>();
        for (Division division : divisions) {
            if (division.isKeyed()) {
                before.put(division.input(application), Set.copyOf(existing.getOrDefault(division.topic(), List.of())));
            }
        }
        return new Inputs(partitions, before, existing.keySet().containsAll(topics));
    }

    /** The partitions from which the records of a partition come; none when they come from outside. */
    Set<TopicPartition> before(TopicPartition partition) {
        return before.getOrDefault(partition.topic(), Set.of());
    }
}
