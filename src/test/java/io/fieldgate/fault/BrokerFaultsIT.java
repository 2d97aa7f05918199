package io.fieldgate.fault;

import static io.fieldgate.fault.FaultRun.Phase.AFTER;
import static io.fieldgate.fault.FaultRun.Phase.BEFORE;
import static io.fieldgate.fault.FaultRun.Phase.DURING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.fault.BrokerProcess.Durability;
import io.fieldgate.fault.BrokerProcess.Product;
import io.fieldgate.fault.FaultProxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The MQTT broker, or the network to it, fails while devices publish. Nothing that a device was told to be safe is lost;
 * each connection that breaks doubles no more than a window.
 */
class BrokerFaultsIT {
    @TempDir
    private static Path shared;

    private static KafkaProcess kafka;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        kafka = new KafkaProcess(shared.resolve("kafka"));
        kafka.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (kafka != null) {
            kafka.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingWhenTheBrokerIsRestarted(Product product) throws Exception {
        String name = "broker-restarted-" + product.name().toLowerCase(Locale.ROOT);
        try (BrokerProcess broker = started(product, Durability.EVERY_CHANGE);
                FaultRun run = run(name, broker)) {
            run.begin();
            run.faultBegins();
            broker.stop();
            run.shows("consumer:" + name, run.mqtt().url());
            run.faultEnds(broker.start());
            run.finish(run::oneWindowForEachReconnect, BEFORE, AFTER);
            run.showsUp("consumer:" + name);
            assertThat(run.actuator().meter("fieldgate_mqtt_session_lost_total", run.name()))
                    .as("lost sessions")
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingThatTheBrokerHadSavedWhenItIsKilled(Product product) throws Exception {
        String name = "broker-killed-" + product.name().toLowerCase(Locale.ROOT);
        try (BrokerProcess broker = started(product, Durability.EVERY_CHANGE);
                FaultRun run = run(name, broker)) {
            if (product == Product.MOSQUITTO) {
                // Its loop answers all devices that have sent something, and saves then (its src/loop.c).
                run.brokerForgets(Duration.ofSeconds(1));
            }
            run.begin();
            run.faultBegins();
            broker.kill();
            run.faultEnds(broker.start());
            run.finish(run::oneWindowForEachReconnect, BEFORE, AFTER);
            assertThat(run.actuator().meter("fieldgate_mqtt_session_lost_total", run.name()))
                    .as("lost sessions")
                    .isZero();
        }
    }

    /** What the gateway cannot prevent it must tell: with Mosquitto's own defaults the session is gone. */
    @Test
    void reportsTheSessionThatIsLostWhenABrokerThatPersistsNothingIsKilled() throws Exception {
        assumeThat(BrokerProcess.isMosquitto())
                .as("the others persist everything whatever one asks for")
                .isTrue();
        try (BrokerProcess broker = started(Durability.NONE);
                FaultRun run = run("broker-forgetful", broker)) {
            run.begin();
            broker.kill();
            broker.start();

            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> run.actuator().meter("fieldgate_mqtt_session_lost_total", run.name()) == 1);
            assertThat(run.gateway().output()).contains("no longer knows our session");
            int before = run.wireAcknowledgements();
            await().atMost(60, TimeUnit.SECONDS).until(() -> run.wireAcknowledgements() > before + FaultRun.RATE);
        }
    }

    @Test
    void losesNothingWhileTheConnectionIsCutEveryTwoSeconds() throws Exception {
        try (BrokerProcess broker = started(Durability.LAST_SECOND);
                FaultRun run = run("broker-cut", broker)) {
            run.begin();
            run.faultBegins();
            for (int cut = 1; cut <= 20; cut++) {
                run.mqtt().line().cut();
                run.lasts(Duration.ofSeconds(2L * cut));
            }
            // Most cuts fall into the wait before the next attempt, which grows to 5 s.
            assertThat(run.mqtt().connections())
                    .as("INVALID run: connections, the first included")
                    .isGreaterThan(5);
            run.faultEnds(Instant.now());
            run.finish(run::oneWindowForEachReconnect, BEFORE, DURING, AFTER);
        }
    }

    @Test
    void noticesByKeepAliveThatTheNetworkDropsEveryPacketAndLosesNothing() throws Exception {
        try (BrokerProcess broker = started(Durability.LAST_SECOND);
                FaultRun run = run("broker-unreachable", broker).with("FIELDGATE_MQTT_KEEPALIVE", "5s")) {
            run.begin();
            run.mqtt().line().hold(Direction.TO_SERVER, Direction.TO_CLIENT);
            run.faultBegins();
            run.shows("consumer:broker-unreachable", run.mqtt().url());
            run.lasts(Duration.ofSeconds(15));
            run.mqtt().restore();
            run.faultEnds(Instant.now());
            run.finish(run::oneWindowForEachReconnect, BEFORE, DURING, AFTER);
            run.showsUp("consumer:broker-unreachable");
        }
    }

    private BrokerProcess started(Durability durability) throws Exception {
        return started(Product.CHOSEN, durability);
    }

    private BrokerProcess started(Product product, Durability durability) throws Exception {
        BrokerProcess broker = new BrokerProcess(product, folder.resolve("mqtt"), durability);
        broker.start();
        return broker;
    }

    private FaultRun run(String name, BrokerProcess broker) throws Exception {
        return new FaultRun(name, kafka, broker, folder);
    }
}
