package io.fieldgate.fault;

import static io.fieldgate.fault.FaultRun.Phase.AFTER;
import static io.fieldgate.fault.FaultRun.Phase.BEFORE;
import static io.fieldgate.fault.FaultRun.Phase.DURING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway itself is killed, stopped and made to stand still while devices publish. */
class GatewayFaultsIT {
    private static final int KILLS = 10;
    /** From the start of the process to its first record: it starts Java, which is slow where all else runs too. */
    private static final Duration START = Duration.ofSeconds(60);

    @RegisterExtension
    static final RealParts PARTS = new RealParts();

    @TempDir
    private Path folder;

    @Test
    void losesNothingWhenTheGatewayIsKilledAtTenRandomPoints() throws Exception {
        try (FaultRun run = run("gateway-killed").recoversWithin(START)) {
            run.begin();
            run.faultBegins();
            Instant started = Instant.now();
            for (int kill = 1; kill <= KILLS; kill++) {
                // Some fall into the flood of what waited, some into the even flow after it.
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(2_000));
                run.gateway().kill();
                int acknowledged = run.wireAcknowledgements();
                started = Instant.now();
                run.startGateway();
                await().atMost(180, SECONDS).until(() -> run.wireAcknowledgements() > acknowledged);
            }
            run.faultEnds(started);
            run.finish(() -> KILLS * FaultRun.WINDOW, BEFORE, DURING, AFTER);
        }
    }

    @Test
    void losesAndDoublesNothingWhenTheGatewayIsStoppedInOrder() throws Exception {
        try (FaultRun run = run("gateway-stopped").recoversWithin(START)) {
            run.begin();
            run.faultBegins();
            assertThat(run.gateway().terminate()).as("exit code").isZero();
            Instant started = Instant.now();
            run.startGateway();
            run.faultEnds(started);
            run.finish(() -> 0, BEFORE, DURING, AFTER);
        }
    }

    /** Shorter than the keep-alive: to its brokers the gateway was only slow. */
    @Test
    void losesAndDoublesNothingWhenTheGatewayStandsStillForAWhile() throws Exception {
        try (FaultRun run = run("gateway-paused")) {
            run.begin();
            run.faultBegins();
            run.gateway().pause();
            try {
                run.lasts(Duration.ofSeconds(20));
            } finally {
                run.gateway().resume();
            }
            run.faultEnds(Instant.now());
            run.finish(() -> 0, BEFORE, DURING, AFTER);
            assertThat(run.mqtt().connections()).as("MQTT connections").isEqualTo(1);
        }
    }

    private FaultRun run(String name) throws Exception {
        return PARTS.run(name, folder);
    }
}
