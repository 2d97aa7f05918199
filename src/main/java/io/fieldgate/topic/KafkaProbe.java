package io.fieldgate.topic;

import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** Looks whether Kafka is there, and whether the gateway may do in it what its routes need. Changes nothing. */
public final class KafkaProbe {
    private static final String ABOUT = "kafka";
    private static final String TOPICS = "topics";
    private static final String GROUPS = "groups";

    private final KafkaProperties properties;
    private final Map<String, TopicSpec> listed;
    private final Duration patience;

    /** @param patience the longest wait for an answer */
    public KafkaProbe(KafkaProperties properties, TopicsProperties topics, Duration patience) {
        this.properties = properties;
        this.listed = topics.withDeadLetters(properties.maxDeadLetterBytes());
        this.patience = patience;
    }

    /**
     * What routes do with Kafka.
     *
     * @param read topics that they read
     * @param written topics that they write to, apart from dead letters
     * @param groups consumer groups in which they read
     * @param devices the topic that the gateway keeps what it knows of devices in; null when it keeps nothing
     */
    public record Use(
            Set<String> read,
            Set<String> written,
            Set<String> groups,
            @Nullable String devices) {}

    /** Looks. Waits for no answer longer than it was told to. */
    public List<Diagnosis> look(Use use) throws InterruptedException {
        Admin admin;
        try {
            admin = new KafkaClients(properties).admin(patience);
        } catch (KafkaException unusable) {
            return List.of(away(unusable));
        }
        try {
            List<Diagnosis> found = new ArrayList<>();
            found.add(cluster(admin));
            found.addAll(topics(admin, use));
            found.addAll(groups(admin, use.groups()));
            OwnTopicProbe own = new OwnTopicProbe(admin);
            String devices = use.devices();
            if (devices != null) {
                found.add(own.look("devices", devices, "without it the gateway forgets the devices when it ends"));
            }
            found.add(own.look("replays", ReplayBook.TOPIC, "without it no dead letter can be replayed"));
            return found;
        } catch (ExecutionException refused) {
            return List.of(away(refused));
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Diagnosis away(Exception thrown) {
        Failure failure = SendFailures.unreachable(thrown);
        String cure = failure.cure();
        return Diagnosis.ill(
                ABOUT,
                "Kafka at " + properties.address() + " cannot be used: " + failure.getMessage(),
                cure == null ? "Start it, or correct fieldgate.kafka.bootstrap-servers." : cure);
    }

    private Diagnosis cluster(Admin admin) throws ExecutionException, InterruptedException {
        int brokers = admin.describeCluster().nodes().get().size();
        return Diagnosis.well(
                ABOUT,
                properties.address() + " answers: " + brokers + (brokers == 1 ? " broker" : " brokers")
                        + version(admin));
    }

    private static String version(Admin admin) throws InterruptedException {
        try {
            FinalizedVersionRange level = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(MetadataVersion.FEATURE_NAME);
            return level == null
                    ? ""
                    : ", Kafka "
                            + MetadataVersion.fromFeatureLevel(level.maxVersionLevel())
                                    .shortVersion();
        } catch (ExecutionException | IllegalArgumentException unknown) {
            // An old one does not tell, a newer one than the gateway's tells what the gateway does not know.
            return "";
        }
    }

    private List<Diagnosis> topics(Admin admin, Use use) throws ExecutionException, InterruptedException {
        Set<String> written = new TreeSet<>(use.written());
        Set<String> all = new TreeSet<>(written);
        all.addAll(use.read());
        for (String topic : all) {
            written.add(topic + TopicSpec.DEAD_LETTER_SUFFIX);
        }
        all.addAll(written);
        List<Diagnosis> ill = new ArrayList<>();
        int missing = 0;
        var asked = admin.describeTopics(all, new DescribeTopicsOptions().includeAuthorizedOperations(true));
        for (var answer : new TreeMap<>(asked.topicNameValues()).entrySet()) {
            String topic = answer.getKey();
            Set<AclOperation> needed = new LinkedHashSet<>(List.of(AclOperation.DESCRIBE));
            if (use.read().contains(topic)) {
                needed.add(AclOperation.READ);
            }
            if (written.contains(topic)) {
                needed.add(AclOperation.WRITE);
            }
            Diagnosis problem;
            try {
                problem = refused(topic, needed, answer.getValue().get().authorizedOperations());
            } catch (ExecutionException refused) {
                problem = absent(admin, topic, refused);
                missing += problem == null ? 1 : 0;
            }
            if (problem != null) {
                ill.add(problem);
            }
        }
        return ill.isEmpty()
                ? List.of(Diagnosis.well(
                        TOPICS,
                        all.size() + " can be used by the routes"
                                + (missing == 0 ? "" : ", " + missing + " of them will be made at the first start")))
                : ill;
    }

    private static @Nullable Diagnosis refused(
            String topic, Set<AclOperation> needed, @Nullable Set<AclOperation> granted) {
        // Brokers before 2.3 do not tell.
        if (granted == null || granted.containsAll(needed)) {
            return null;
        }
        List<AclOperation> lacking =
                needed.stream().filter(right -> !granted.contains(right)).toList();
        return Diagnosis.ill(
                TOPICS,
                "the gateway's Kafka user lacks " + lacking + " on the topic '" + topic + "'",
                "Grant it, by kafka-acls.sh --add --topic " + topic + ".");
    }

    /** Null when the topic will be made. */
    private @Nullable Diagnosis absent(Admin admin, String topic, ExecutionException why)
            throws ExecutionException, InterruptedException {
        if (why.getCause() instanceof AuthorizationException) {
            return refused(topic, Set.of(AclOperation.DESCRIBE), Set.of());
        }
        if (!(why.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw why;
        }
        TopicSpec spec = listed.get(topic);
        if (spec == null && topic.endsWith(TopicSpec.DEAD_LETTER_SUFFIX)) {
            spec = TopicSpec.deadLetters(topic, null, properties.maxDeadLetterBytes());
        }
        if (spec == null) {
            return Diagnosis.ill(
                    TOPICS,
                    "a route uses the topic '" + topic + "', but Kafka has none of that name",
                    "Add it to config/topics.yaml, or create it in Kafka.");
        }
        try {
            admin.createTopics(List.of(spec.asNew()), new CreateTopicsOptions().validateOnly(true))
                    .all()
                    .get();
            return null;
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            return Diagnosis.ill(
                    TOPICS,
                    "the topic '" + topic + "' is missing, and Kafka does not let the gateway make it: "
                            + cause.getMessage(),
                    cause instanceof AuthorizationException
                            ? "Grant the gateway's Kafka user Create, or make the topic by hand."
                            : "Correct its entry in config/topics.yaml.");
        }
    }

    private static List<Diagnosis> groups(Admin admin, Set<String> groups) throws InterruptedException {
        List<Diagnosis> ill = new ArrayList<>();
        var asked = admin.describeConsumerGroups(
                groups, new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true));
        for (var answer : new TreeMap<>(asked.describedGroups()).entrySet()) {
            String group = answer.getKey();
            boolean granted;
            try {
                Set<AclOperation> rights = answer.getValue().get().authorizedOperations();
                granted = rights == null || rights.contains(AclOperation.READ);
            } catch (ExecutionException refused) {
                // One that does not exist yet says nothing of rights.
                granted = !(refused.getCause() instanceof AuthorizationException);
            }
            if (!granted) {
                ill.add(Diagnosis.ill(
                        GROUPS,
                        "the gateway's Kafka user lacks [READ] on the consumer group '" + group + "'",
                        "Grant it, by kafka-acls.sh --add --group " + group + "."));
            }
        }
        return ill;
    }
}
