package io.fieldgate.topic;

import io.fieldgate.message.Diagnosis;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks whether the gateway may use a compacted topic that it makes for itself, in which gateways keep what they know. Changes
 * nothing.
 */
final class OwnTopicProbe {
    private static final List<AclOperation> NEEDED =
            List.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE);

    private final Admin admin;

    OwnTopicProbe(Admin admin) {
        this.admin = admin;
    }

    /**
     * Looks.
     *
     * @param about what it is for, in a word
     * @param otherwise what is not so without it
     */
    Diagnosis look(String about, String topic, String otherwise) throws ExecutionException, InterruptedException {
        try {
            Set<AclOperation> granted = Objects.requireNonNull(admin.describeTopics(
                                    List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames()
                            .get()
                            .get(topic))
                    .authorizedOperations();
            // Brokers before 2.3 do not tell.
            return granted == null || granted.containsAll(NEEDED)
                    ? Diagnosis.well(about, "the topic '" + topic + "' can be read and written")
                    : lacks(about, topic, granted, otherwise);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof AuthorizationException) {
                return lacks(about, topic, Set.of(), otherwise);
            }
            if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                return missing(about, topic, otherwise);
            }
            throw refused;
        }
    }

    private static Diagnosis lacks(String about, String topic, Set<AclOperation> granted, String otherwise) {
        List<AclOperation> lacking =
                NEEDED.stream().filter(right -> !granted.contains(right)).toList();
        return Diagnosis.odd(
                about,
                "the gateway's Kafka user lacks " + lacking + " on the topic '" + topic + "'",
                "Grant it, by kafka-acls.sh --add --topic " + topic + "; " + otherwise + ".");
    }

    private Diagnosis missing(String about, String topic, String otherwise) throws InterruptedException {
        NewTopic compacted = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(List.of(compacted), new CreateTopicsOptions().validateOnly(true))
                    .all()
                    .get();
            return Diagnosis.well(about, "the topic '" + topic + "' will be made when it is needed first");
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            return Diagnosis.odd(
                    about,
                    "the topic '" + topic + "' is missing, and Kafka does not let the gateway make it: "
                            + cause.getMessage(),
                    "Grant the gateway's Kafka user Create, or make the topic by hand, compacted; " + otherwise + ".");
        }
    }
}
