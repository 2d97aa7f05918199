package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicDifferences.Difference;
import io.fieldgate.topic.TopicDifferences.Effect;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, compares and, when told, alters topics. Used by one thread. */
final class TopicAdmin {
    private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

    private final Admin admin;
    private final Leaders leaders;
    private final KafkaProperties properties;
    private final Retentions retentions;
    private final Map<String, String> ids;
    /** What was said already, so that a difference is reported once and not every half minute. */
    private final Set<String> reported = new HashSet<>();

    /**
     * One for these topics.
     *
     * @param retentions told what the topics keep, whenever they are looked at
     * @param ids gets those of the topics that are found, by name; empty of a broker that has none
     */
    TopicAdmin(Admin admin, KafkaProperties properties, Retentions retentions, Map<String, String> ids) {
        this.admin = admin;
        this.leaders = new Leaders(admin);
        this.properties = properties;
        this.retentions = retentions;
        this.ids = ids;
    }

    /**
     * Looks at topics, creates those that are missing and have a specification.
     *
     * @return for each topic whose state is known now: null when it can be used, else why not
     * @throws ExecutionException when Kafka does not answer
     */
    Map<String, @Nullable Failure> settle(Map<String, @Nullable TopicSpec> topics)
            throws ExecutionException, InterruptedException {
        Map<String, @Nullable Failure> result = new TreeMap<>();
        Map<String, TopicDescription> found = new HashMap<>();
        List<TopicPartition> partitions = new ArrayList<>();
        List<TopicSpec> missing = new ArrayList<>();
        for (var entry : admin.describeTopics(topics.keySet()).topicNameValues().entrySet()) {
            String topic = entry.getKey();
            try {
                TopicDescription description = entry.getValue().get();
                found.put(topic, description);
                result.put(topic, disorder(topics.get(topic), description));
                if (!ids.containsKey(topic)) {
                    // Perhaps made by another gateway just now.
                    addPartitions(topic, description.partitions().size(), partitions);
                }
                noteId(topic, description.topicId());
            } catch (ExecutionException e) {
                ids.remove(topic);
                TopicSpec spec = topics.get(topic);
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    result.put(topic, blame(topic, e));
                } else if (spec == null) {
                    result.put(topic, unknown(topic));
                } else {
                    missing.add(spec);
                }
            }
        }
        create(missing, result, partitions);
        compare(found, topics);
        leaders.await(partitions);
        return result;
    }

    /** Of a topic that is to have one order, and cannot. */
    private static @Nullable Failure disorder(@Nullable TopicSpec spec, TopicDescription description) {
        int partitions = description.partitions().size();
        if (spec == null || spec.ordering() != Ordering.GLOBAL || partitions == 1) {
            return null;
        }
        return Failure.systemic(
                "The topic '" + spec.name() + "' is to have one order of all records (ordering: global), but has "
                        + partitions + " partitions in Kafka, each with an order of its own.",
                "Make a topic of another name with one partition and use that, or take ordering: global out of"
                        + " config/topics.yaml.",
                null);
    }

    private Failure unknown(String topic) {
        return Failure.systemic(
                "The topic '" + topic + "' is used by a route, but Kafka at " + properties.address()
                        + " has none of that name and fieldgate.topics does not list it.",
                "Add it to config/topics.yaml or create it in Kafka.",
                null);
    }

    private static void addPartitions(String topic, int count, List<TopicPartition> partitions) {
        for (int partition = 0; partition < count; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
    }

    /** @param made gets the partitions of those that are created */
    private void create(List<TopicSpec> missing, Map<String, @Nullable Failure> result, List<TopicPartition> made)
            throws ExecutionException, InterruptedException {
        List<NewTopic> topics = missing.stream().map(TopicSpec::asNew).toList();
        if (topics.isEmpty()) {
            return;
        }
        CreateTopicsResult created = admin.createTopics(topics);
        for (TopicSpec spec : missing) {
            String topic = spec.name();
            try {
                KafkaFuture<Void> future = created.values().get(topic);
                if (future != null) {
                    future.get();
                    addPartitions(topic, spec.partitionCount(), made);
                    learn(topic, created.config(topic));
                    noteId(topic, created.topicId(topic));
                    log.info(
                            "Created the topic '{}' with {} partitions {}.",
                            topic,
                            spec.partitionCount(),
                            spec.settings());
                }
                result.put(topic, null);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    continue;
                }
                result.put(topic, blame(topic, e));
            }
        }
    }

    private void learn(String topic, KafkaFuture<Config> config) throws InterruptedException {
        try {
            retentions.learn(topic, config.get());
        } catch (ExecutionException e) {
            // Who may create it need not be allowed to read its settings.
            log.debug("The settings of the new topic '{}' cannot be read", topic, e);
        }
    }

    private void noteId(String topic, KafkaFuture<Uuid> told) throws InterruptedException {
        try {
            noteId(topic, told.get());
        } catch (ExecutionException e) {
            log.debug("The id of the topic '{}' is asked for with the next pulse", topic, e);
        }
    }

    private void noteId(String topic, Uuid id) {
        ids.put(topic, id.equals(Uuid.ZERO_UUID) ? "" : id.toString());
    }

    /** A fault of the connection is thrown on; a refusal becomes the topic's. */
    private static Failure blame(String topic, ExecutionException e) throws ExecutionException {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof RetriableException) {
            throw e;
        }
        if (cause instanceof AuthorizationException) {
            return SendFailures.of(topic, cause);
        }
        return Failure.systemic(
                "Kafka refuses the topic '" + topic + "': " + cause.getMessage(),
                "Correct its entry in config/topics.yaml, or create it in Kafka.",
                cause);
    }

    private void compare(Map<String, TopicDescription> found, Map<String, @Nullable TopicSpec> topics)
            throws InterruptedException {
        List<ConfigResource> resources = found.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        if (resources.isEmpty()) {
            return;
        }
        for (var entry : admin.describeConfigs(resources).values().entrySet()) {
            String topic = entry.getKey().name();
            TopicDescription description = found.get(topic);
            TopicSpec spec = topics.get(topic);
            try {
                Config config = entry.getValue().get();
                retentions.learn(topic, config);
                if (description != null && spec != null) {
                    compare(spec, description, config);
                }
            } catch (ExecutionException e) {
                // Of what nobody asked to be compared, it may be hidden.
                if (spec == null) {
                    log.debug("The settings of the topic '{}' cannot be read", topic, e);
                    continue;
                }
                report(topic, "The settings of the topic '" + topic + "' cannot be compared: " + e.getMessage());
            }
        }
    }

    private void compare(TopicSpec spec, TopicDescription description, Config config) throws InterruptedException {
        for (Difference difference : TopicDifferences.between(spec, description, config)) {
            if (properties.alterTopics() && isMadeAtTheStart(difference.effect())) {
                alter(spec.name(), difference);
            } else {
                report(
                        spec.name() + difference,
                        "The topic '" + spec.name() + "' differs from fieldgate.topics: " + difference
                                + ". Nothing is changed (" + whoMakes(difference.effect()) + ").");
            }
        }
    }

    /** A gateway that restarts deletes nothing, whatever somebody has written into a file: that takes a person's word. */
    private static boolean isMadeAtTheStart(Effect effect) {
        return effect == Effect.HARMLESS || effect == Effect.MOVES_DEVICES;
    }

    private static String whoMakes(Effect effect) {
        return switch (effect) {
            case HARMLESS, MOVES_DEVICES -> "set fieldgate.kafka.alter-topics=true to have it changed";
            case LOSES_RECORDS ->
                "Kafka would delete records that it keeps now; ./fieldgate topics apply --allow-loss does it";
            case IMPOSSIBLE -> "Kafka cannot change that";
        };
    }

    private void alter(String topic, Difference difference) throws InterruptedException {
        try {
            difference.make(admin, topic);
            log.warn("Changed the topic '{}': {}.", topic, difference);
        } catch (ExecutionException e) {
            report(topic + difference, "The topic '" + topic + "' could not be changed: " + e.getMessage());
        }
    }

    private void report(String about, String message) {
        if (reported.add(about)) {
            log.warn(message);
        }
    }
}
