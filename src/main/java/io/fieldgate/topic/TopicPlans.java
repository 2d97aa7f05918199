package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicDifferences.Difference;
import io.fieldgate.topic.TopicDifferences.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What it takes to make the topics of Kafka those of {@code config/topics.yaml}. */
public final class TopicPlans implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String address;
    private final Map<String, TopicSpec> wanted;
    private final Admin admin;

    /** @throws Failure when no connection can even be tried */
    public TopicPlans(KafkaProperties kafka, TopicsProperties topics) {
        address = kafka.address();
        wanted = topics.withDeadLetters(kafka.maxDeadLetterBytes());
        try {
            admin = new KafkaClients(kafka).admin(PATIENCE);
        } catch (KafkaException unusable) {
            throw failure(unusable);
        }
    }

    /**
     * Of one topic.
     *
     * @param isMissing whether there is no such topic; then there are no changes
     * @param changes that make an existing topic what it should be
     */
    public record Plan(TopicSpec topic, boolean isMissing, List<Change> changes) {
        public boolean isEmpty() {
            return !isMissing && changes.isEmpty();
        }

        /** For people: with how many partitions a missing topic is made, and which settings. */
        public String creation() {
            return topic.partitionCount()
                    + (topic.partitionCount() == 1 ? " partition, " : " partitions, ")
                    + (topic.replicationFactor() == -1
                            ? "the broker's replication"
                            : "replication " + topic.replicationFactor())
                    + (topic.settings().isEmpty() ? "" : ", " + topic.settings());
        }
    }

    /** A setting that differs. */
    public record Change(Difference difference) {
        /** Whether Kafka can make it. */
        public boolean isPossible() {
            return difference.effect() != Effect.IMPOSSIBLE;
        }

        /** Whether Kafka deletes records by it that it would have kept. */
        public boolean losesRecords() {
            return difference.effect() == Effect.LOSES_RECORDS;
        }

        @Override
        public String toString() {
            return difference
                    + switch (difference.effect()) {
                        case HARMLESS -> "";
                        case MOVES_DEVICES -> "; devices move to other partitions, and on the way may lose their order";
                        case LOSES_RECORDS -> "; Kafka then deletes records that it keeps now";
                        case IMPOSSIBLE ->
                            difference.setting().equals(TopicDifferences.PARTITIONS)
                                    ? "; Kafka takes no partition away: make another topic and copy this one into it"
                                    : "; only kafka-reassign-partitions.sh can change that";
                    };
        }
    }

    /**
     * Compares all topics.
     *
     * @throws Failure when Kafka cannot be asked, with the reason and the cure
     */
    public List<Plan> all() throws InterruptedException {
        Map<String, TopicDescription> found = describe();
        Map<String, Config> settings = settings(found);
        return wanted.values().stream()
                .map(topic -> {
                    TopicDescription description = found.get(topic.name());
                    return description == null
                            ? new Plan(topic, true, List.of())
                            : plan(topic, description, Objects.requireNonNull(settings.get(topic.name())));
                })
                .toList();
    }

    private static Plan plan(TopicSpec topic, TopicDescription description, Config config) {
        return new Plan(
                topic,
                false,
                TopicDifferences.between(topic, description, config).stream()
                        .map(Change::new)
                        .toList());
    }

    private Map<String, TopicDescription> describe() throws InterruptedException {
        Map<String, TopicDescription> found = new TreeMap<>();
        for (var asked : admin.describeTopics(wanted.keySet()).topicNameValues().entrySet()) {
            try {
                found.put(asked.getKey(), asked.getValue().get());
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure(refused);
                }
            }
        }
        return found;
    }

    private Map<String, Config> settings(Map<String, TopicDescription> found) throws InterruptedException {
        List<ConfigResource> resources = found.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Config> settings = new TreeMap<>();
        try {
            admin.describeConfigs(resources).all().get().forEach((topic, config) -> settings.put(topic.name(), config));
        } catch (ExecutionException refused) {
            throw failure(refused);
        }
        return settings;
    }

    /**
     * Creates or changes a topic.
     *
     * @param losing whether changes are made that lose records
     * @return what was left as it is
     * @throws Failure when Kafka refuses, with the reason and the cure
     */
    public List<Change> apply(Plan plan, boolean losing) throws InterruptedException {
        List<Change> left = new ArrayList<>();
        try {
            if (plan.isMissing()) {
                admin.createTopics(List.of(plan.topic().asNew())).all().get();
            }
            for (Change change : plan.changes()) {
                if (change.isPossible() && (losing || !change.losesRecords())) {
                    change.difference().make(admin, plan.topic().name());
                } else {
                    left.add(change);
                }
            }
        } catch (ExecutionException refused) {
            throw failure(plan.topic().name(), refused);
        }
        return left;
    }

    private Failure failure(Exception thrown) {
        Failure failure = SendFailures.unreachable(thrown);
        String sentence = "Kafka at " + address + " cannot be asked: " + failure.getMessage();
        return failure.cure() == null
                ? Failure.temporary(sentence, thrown)
                : Failure.systemic(sentence, failure.cure(), thrown);
    }

    private static Failure failure(String topic, ExecutionException refused) {
        Throwable cause = refused.getCause() == null ? refused : refused.getCause();
        Failure known = SendFailures.of(topic, cause);
        return known.cure() == null
                ? Failure.systemic(
                        "Kafka refuses the topic '" + topic + "': " + cause.getMessage(),
                        "Correct its entry in config/topics.yaml.",
                        cause)
                : known;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
