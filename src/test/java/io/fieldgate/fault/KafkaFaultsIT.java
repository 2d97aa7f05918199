package io.fieldgate.fault;

import static io.fieldgate.fault.FaultRun.Phase.AFTER;
import static io.fieldgate.fault.FaultRun.Phase.BEFORE;
import static io.fieldgate.fault.FaultRun.Phase.DURING;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.fault.FaultProxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka fails in every way it can while devices publish. Nothing is lost, nothing is doubled: the gateway's producer is
 * idempotent and lives on, and the MQTT broker keeps what the window does not hold.
 */
class KafkaFaultsIT {
    @RegisterExtension
    static final RealParts PARTS = new RealParts();

    @TempDir
    private Path folder;

    private KafkaProcess kafka;

    @BeforeEach
    void find() {
        kafka = PARTS.kafka();
    }

    @Test
    void losesAndDoublesNothingWhileKafkaIsStoppedForAMinute() throws Exception {
        try (FaultRun run = run("kafka-stopped")) {
            run.begin();
            kafka.stop();
            run.faultBegins();
            run.shows("kafka", kafka.bootstrapServers());
            run.lasts(Duration.ofSeconds(60));
            run.faultEnds(kafka.start());
            run.finish(() -> 0, BEFORE, DURING, AFTER);
            run.showsUp("kafka");
        }
    }

    @Test
    void losesAndDoublesNothingWhenKafkaIsKilled() throws Exception {
        try (FaultRun run = run("kafka-killed")) {
            run.begin();
            run.faultBegins();
            kafka.kill();
            run.faultEnds(kafka.start());
            run.finish(() -> 0, BEFORE, DURING, AFTER);
        }
    }

    @Test
    void losesAndDoublesNothingWhileKafkaStandsStillWithOpenConnections() throws Exception {
        try (FaultRun run = run("kafka-paused")) {
            run.begin();
            run.faultBegins();
            kafka.pause();
            try {
                run.shows("kafka", kafka.bootstrapServers());
                run.lasts(Duration.ofSeconds(45));
            } finally {
                kafka.resume();
            }
            run.faultEnds(Instant.now());
            run.finish(() -> 0, BEFORE, DURING, AFTER);
        }
    }

    /** For a minute, twelve times the keep-alive: a gateway that waits for Kafka on the MQTT client's thread misses its pings. */
    @Test
    void keepsItsMqttConnectionItsWindowAndItsMemoryWhileTheNetworkToKafkaDropsEveryPacket() throws Exception {
        try (FaultRun run = run("kafka-unreachable")
                .with("FIELDGATE_KAFKA_BOOTSTRAPSERVERS", kafka.proxiedServers())
                .with("FIELDGATE_MQTT_KEEPALIVE", "5s")) {
            run.begin();
            kafka.proxy().hold(Direction.TO_SERVER, Direction.TO_CLIENT);
            run.faultBegins();
            run.shows("kafka", kafka.proxiedServers());
            run.lasts(Duration.ofSeconds(15));
            long heapAtFirst = run.gateway().liveHeap();
            int acknowledged = run.wireAcknowledgements();
            run.lasts(Duration.ofSeconds(60));

            assertThat(run.wireAcknowledgements())
                    .as("acknowledgements to the MQTT broker")
                    .isEqualTo(acknowledged);
            assertThat(run.mqtt().published().size() - acknowledged)
                    .as("the window")
                    .isLessThanOrEqualTo(FaultRun.WINDOW);
            assertThat(run.mqtt().connections()).as("MQTT connections").isEqualTo(1);
            assertThat(run.gateway().liveHeap())
                    .as("bytes of live objects, 15 s into the fault: %d", heapAtFirst)
                    .isLessThan(heapAtFirst + (8 << 20));
            kafka.proxy().restore();
            run.faultEnds(Instant.now());
            run.finish(() -> 0, BEFORE, DURING, AFTER);
            assertThat(run.mqtt().connections()).as("MQTT connections").isEqualTo(1);
        } finally {
            kafka.proxy().restore();
        }
    }

    @Test
    void waitsForATopicThatIsMissingNamesItWithTheCureAndGoesOnByItselfWhenItComes() throws Exception {
        try (FaultRun run = run("topic-missing")) {
            run.startGateway();
            run.startDevices();
            run.faultBegins();
            run.shows("kafka", "topic-missing", "create it in Kafka");
            run.shows("consumer:topic-missing", "create it in Kafka");
            run.lasts(Duration.ofSeconds(10));
            assertThat(run.wireAcknowledgements())
                    .as("acknowledgements to the MQTT broker")
                    .isZero();
            run.createTopic();
            run.faultEnds(Instant.now());
            run.finish(() -> 0, DURING, AFTER);
            run.showsUp("consumer:topic-missing");
        }
    }

    @Test
    void waitsForARightThatIsMissingNamesItWithTheCureAndGoesOnByItselfWhenItIsGranted() throws Exception {
        AclBinding denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "kafka-denied", PatternType.LITERAL),
                new AccessControlEntry("User:" + KafkaProcess.USER, "*", AclOperation.WRITE, AclPermissionType.DENY));
        FaultRun unauthorised = run("kafka-denied").with("FIELDGATE_KAFKA_BOOTSTRAPSERVERS", kafka.loginServers());
        KafkaProcess.loginSettings()
                .forEach((key, value) -> unauthorised.with(
                        "FIELDGATE_KAFKA_PROPERTIES_"
                                + key.toUpperCase(Locale.ROOT).replace('.', '_'),
                        value));
        try (FaultRun run = unauthorised;
                Admin admin = kafka.admin()) {
            run.begin();
            admin.createAcls(List.of(denial)).all().get();
            run.faultBegins();
            run.shows("consumer:kafka-denied", "Write on the topic");
            run.lasts(Duration.ofSeconds(10));
            admin.deleteAcls(List.of(denial.toFilter())).all().get();
            run.faultEnds(Instant.now());
            run.finish(run::oneWindowForEachReconnect, BEFORE, DURING, AFTER);
            run.showsUp("consumer:kafka-denied");
        }
    }

    private FaultRun run(String name) throws Exception {
        return PARTS.run(name, folder);
    }
}
