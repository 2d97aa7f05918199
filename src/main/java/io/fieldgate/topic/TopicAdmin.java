package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicDifferences.Difference;
import io.fieldgate.topic.TopicDifferences.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
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
    private final KafkaProperties properties;
    private final Retentions retentions;
    private final BooleanSupplier mayLose;
    /** What was said already, so that a difference is reported once and not every half minute. */
    private final Set<String> reported = new HashSet<>();

    /**
     * Makes one.
     *
     * @param retentions told what the topics keep, whenever they are looked at
     * @param mayLose whether a topic may be changed so that Kafka deletes records that it keeps now
     */
    TopicAdmin(Admin admin, KafkaProperties properties, Retentions retentions, BooleanSupplier mayLose) {
        this.admin = admin;
        this.properties = properties;
        this.retentions = retentions;
        this.mayLose = mayLose;
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
        List<TopicSpec> missing = new ArrayList<>();
        for (var entry : admin.describeTopics(topics.keySet()).topicNameValues().entrySet()) {
            String topic = entry.getKey();
            try {
                found.put(topic, entry.getValue().get());
                result.put(topic, null);
            } catch (ExecutionException e) {
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
        create(missing, result);
        compare(found, topics);
        return result;
    }

    private Failure unknown(String topic) {
        return Failure.systemic(
                "The topic '" + topic + "' is used by a route, but Kafka at " + properties.address()
                        + " has none of that name and fieldgate.topics does not list it.",
                "Add it to config/topics.yaml or create it in Kafka.",
                null);
    }

    private void create(List<TopicSpec> missing, Map<String, @Nullable Failure> result)
            throws ExecutionException, InterruptedException {
        List<NewTopic> topics = missing.stream().map(TopicSpec::asNew).toList();
        if (topics.isEmpty()) {
            return;
        }
        CreateTopicsResult creation = admin.createTopics(topics);
        Map<String, KafkaFuture<Void>> created = creation.values();
        for (TopicSpec spec : missing) {
            String topic = spec.name();
            try {
                KafkaFuture<Void> future = created.get(topic);
                if (future != null) {
                    future.get();
                    learn(topic, creation.config(topic));
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
            boolean refused = difference.effect() == Effect.LOSES_RECORDS && !mayLose.getAsBoolean();
            if (properties.alterTopics() && difference.effect() != Effect.IMPOSSIBLE && !refused) {
                alter(spec.name(), difference);
            } else {
                String why = !properties.alterTopics()
                        ? "set fieldgate.kafka.alter-topics=true to have it changed"
                        : refused
                                ? "Kafka would delete records that it keeps now; ./fieldgate topics apply --lose-records"
                                        + " does it"
                                : "Kafka cannot change that";
                report(
                        spec.name() + difference,
                        "The topic '" + spec.name() + "' differs from fieldgate.topics: " + difference
                                + ". Nothing is changed (" + why + ").");
            }
        }
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
