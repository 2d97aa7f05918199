package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.fault.KafkaProcess;
import io.fieldgate.message.Diagnosis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What the doctor finds in a Kafka that does not let the gateway do everything. */
class KafkaProbeIT {
    @TempDir
    private static Path folder;

    private static KafkaProcess kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new KafkaProcess(folder);
        kafka.start();
    }

    @AfterAll
    static void stop() throws Exception {
        kafka.close();
    }

    @Test
    void saysWhatTheGatewayLacksInTheTopicsThatItKeepsForItself() throws Exception {
        assertThat(look())
                .contains(
                        Diagnosis.well("devices", "the topic 'own.devices' will be made when it is needed first"),
                        Diagnosis.well(
                                "replays", "the topic 'fieldgate.replays' will be made when it is needed first"));

        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(
                            new NewTopic("own.devices", 1, (short) 1), new NewTopic("fieldgate.replays", 1, (short) 1)))
                    .all()
                    .get();
            admin.createAcls(List.of(
                            acl("own.devices", AclOperation.ALL, AclPermissionType.ALLOW),
                            acl("own.devices", AclOperation.READ, AclPermissionType.DENY),
                            acl("fieldgate.replays", AclOperation.ALL, AclPermissionType.ALLOW),
                            acl("fieldgate.replays", AclOperation.WRITE, AclPermissionType.DENY)))
                    .all()
                    .get();
        }

        // Kafka answers when the rights are written, and acts by them when its broker has read them.
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(look())
                        .contains(
                                Diagnosis.odd(
                                        "devices",
                                        "the gateway's Kafka user lacks [READ] on the topic 'own.devices'",
                                        "Grant it, by kafka-acls.sh --add --topic own.devices;"
                                                + " without it the gateway forgets the devices when it ends."),
                                Diagnosis.odd(
                                        "replays",
                                        "the gateway's Kafka user lacks [WRITE] on the topic 'fieldgate.replays'",
                                        "Grant it, by kafka-acls.sh --add --topic fieldgate.replays;"
                                                + " without it no dead letter can be replayed.")));
    }

    private static AclBinding acl(String topic, AclOperation right, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + KafkaProcess.USER, "*", right, permission));
    }

    private static List<Diagnosis> look() throws InterruptedException {
        KafkaProperties gateway = new KafkaProperties(
                List.of(kafka.loginServers()),
                "doctor",
                "",
                KafkaProcess.loginSettings(),
                Duration.ofMillis(5),
                DataSize.ofMegabytes(1),
                false);
        return new KafkaProbe(gateway, new TopicsProperties(List.of()), Duration.ofSeconds(10))
                .look(new KafkaProbe.Use(Set.of(), Set.of(), Set.of(), "own.devices"));
    }
}
