package io.fieldgate.alert;

import io.fieldgate.message.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that rules judge, and the one that they write to, which is made when it is missing. Used by one thread. */
final class AlertTopics {
    private static final Logger log = LoggerFactory.getLogger(AlertTopics.class);

    private final AlertProperties properties;
    private boolean compared;

    AlertTopics(AlertProperties properties) {
        this.properties = properties;
    }

    /**
     * The partitions of those topics that exist.
     *
     * @throws ExecutionException when Kafka does not answer
     */
    static Map<String, List<TopicPartition>> existing(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        Map<String, List<TopicPartition>> existing = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                int partitions = topic.getValue().get().partitions().size();
                existing.put(
                        topic.getKey(),
                        IntStream.range(0, partitions)
                                .mapToObj(partition -> new TopicPartition(topic.getKey(), partition))
                                .toList());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return existing;
    }

    /**
     * Makes the topic of alerts when it is missing.
     *
     * @throws ExecutionException when Kafka does not answer
     * @throws Failure when it refuses
     */
    void provide(Admin admin) throws ExecutionException, InterruptedException {
        String topic = properties.topic();
        try {
            if (existing(admin, List.of(topic)).containsKey(topic)) {
                compare(admin);
                return;
            }
            admin.createTopics(List.of(new NewTopic(
                                    topic,
                                    Optional.of(properties.partitions()),
                                    Optional.of(properties.replicationFactor()).filter(copies -> copies > 0))
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .all()
                    .get();
            log.info("Created the topic '{}' with {} partitions, compacted.", topic, properties.partitions());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw e;
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw Failure.systemic(
                        "Kafka refuses the topic '" + topic + "': " + e.getMessage(),
                        "Create it in Kafka, compacted, or correct fieldgate.alerts.",
                        e);
            }
        }
    }

    /** A topic that is not compacted grows, and in the end forgets what still fires. */
    private void compare(Admin admin) throws ExecutionException, InterruptedException {
        if (compared) {
            return;
        }
        compared = true;
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, properties.topic());
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            log.warn(
                    "The topic '{}' has cleanup.policy={}, it should be compact: otherwise alerts that fire for long are"
                            + " forgotten. Nothing is changed.",
                    properties.topic(),
                    policy.value());
        }
    }

    /**
     * Parts of the topology that no rule needs any more, and that have alerts which nobody else would end.
     *
     * @throws ExecutionException when Kafka does not answer
     * @throws Failure when it gives nothing of the topic of alerts
     */
    Set<Division> orphaned(Admin admin, AlertRules rules, StreamsSettings settings)
            throws ExecutionException, InterruptedException {
        if (!rules.problems().isEmpty()) {
            // Rules that cannot be read are not gone.
            return new TreeSet<>();
        }
        Set<Division> needed = rules.divisions();
        Set<Division> orphaned = remembered(admin.listTopics().names().get()).stream()
                .filter(division -> !needed.contains(division))
                .collect(Collectors.toCollection(TreeSet::new));
        List<TopicPartition> alerts = orphaned.isEmpty() ? List.of() : told(admin);
        orphaned.retainAll(alerts.isEmpty() ? Set.of() : OpenAlerts.divisions(settings.admin(), alerts));
        return orphaned;
    }

    /** Those that have a topic in which Kafka Streams keeps their state. */
    private Set<Division> remembered(Collection<String> topics) {
        Set<Division> remembered = new TreeSet<>();
        for (boolean isKeyed : new boolean[] {false, true}) {
            String[] around = new Division("/", isKeyed)
                    .changelog(properties.applicationId())
                    .split("/", -1);
            topics.stream()
                    .filter(name -> name.startsWith(around[0]) && name.endsWith(around[1]))
                    .map(name -> name.substring(around[0].length(), name.length() - around[1].length()))
                    .forEach(topic -> remembered.add(new Division(topic, isKeyed)));
        }
        return remembered;
    }

    /** The partitions of the topic of alerts, as far as it is there. */
    List<TopicPartition> told(Admin admin) throws ExecutionException, InterruptedException {
        return existing(admin, List.of(properties.topic())).getOrDefault(properties.topic(), List.of());
    }

    /** What is to be said of topics that rules judge and Kafka does not have. */
    static Failure missing(AlertRules rules, Collection<String> missing) {
        String which = missing.stream()
                .sorted()
                .map(topic -> "'" + topic + "' (" + ofTopic(rules, topic).collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining(", "));
        return Failure.systemic(
                "Kafka has no topic " + which + " for these rules.",
                "Add it to config/topics.yaml, create it in Kafka, or correct the rule.",
                null);
    }

    private static Stream<String> ofTopic(AlertRules rules, String topic) {
        return rules.all().stream().filter(rule -> rule.topic().equals(topic)).map(Rule::name);
    }
}
