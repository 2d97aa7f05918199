package io.fieldgate;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every record whose request was answered with 202 is in Kafka after a fault, in order, whatever happened to the requests
 * before. The shipped route; clients repeat with the same Idempotency-Key what was not answered so.
 */
class IngestLedgerIT {
    private static final int CLIENTS = 4;
    private static final int BATCH = 20;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();
    private EmbeddedKafka kafka;
    private Map<String, String> environment;
    private GatewayProcess gateway;
    private PostingClients clients;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), Ports.free());
        kafka.start();
        environment = GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:routes/http-telemetry.camel.yaml");
        startGateway();
        clients = new PostingClients(Integer.parseInt(environment.get("SERVER_PORT")), CLIENTS, BATCH, ledger);
        awaitMore();
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(clients, gateway, kafka);
    }

    private void startGateway() throws IOException {
        gateway = GatewayProcess.start(folder, environment, "run");
    }

    @Test
    void losesNothingWhenTheGatewayIsKilledAndDoublesNothingWhenItIsStopped() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(500));
            gateway.kill();
            startGateway();
            awaitMore();
        }
        assertThat(gateway.terminate()).as("exit code").isZero();
        startGateway();
        awaitMore();

        verify(KILLS * CLIENTS * BATCH);
    }

    @Test
    void answersAtOnceWhileKafkaIsAwayStoresWhatIsRepeatedAndDoublesNothing() throws Exception {
        kafka.stop();
        clients.forget();
        await().atMost(120, SECONDS).until(() -> clients.refusedAtOnce() > 10);
        clients.forget();
        SECONDS.sleep(2);

        assertThat(clients.accepted()).as("answers 202 while Kafka is away").isZero();
        // A request that is let on waits 10 s for Kafka.
        assertThat(clients.slowest()).isLessThan(Duration.ofSeconds(8));
        kafka.start();
        awaitMore();

        verify(0);
    }

    private void awaitMore() {
        int before = ledger.acknowledged();
        await().atMost(180, SECONDS).untilAsserted(() -> {
            assertThat(clients.unexpected()).isNull();
            assertThat(ledger.acknowledged()).as(gateway::said).isGreaterThan(before + 5 * BATCH);
        });
    }

    private void verify(int mostDuplicates) {
        clients.finish();
        List<ConsumerRecord<byte[], byte[]>> found = Records.all(kafka.bootstrapServers(), "telemetry");
        ledger.verify(found, mostDuplicates);
        Ledger.verifyOrderAsSent(found);
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isZero();
    }
}
