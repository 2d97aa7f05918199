package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fieldgate.command.CommandFailure;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoPortsTest {
    @Test
    void findsFourDifferentFreePorts() {
        DemoPorts ports = DemoPorts.free();

        assertThat(Set.of(ports.http(), ports.actuator(), ports.mqtt(), ports.kafka()))
                .hasSize(4)
                .allMatch(LoopbackPort::isFree);
        ports.check();
    }

    @Test
    void takesAFreePortForEachZero() {
        int mqtt = LoopbackPort.free();

        DemoPorts ports = DemoPorts.of(0, 0, mqtt, 0);

        assertThat(ports.mqtt()).isEqualTo(mqtt);
        assertThat(Set.of(ports.http(), ports.actuator(), ports.mqtt(), ports.kafka()))
                .hasSize(4)
                .doesNotContain(0);
    }

    @Test
    void refusesAPortForTwoParts() {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> DemoPorts.of(8080, 8081, 8080, 9092))
                .withMessage("--http-port and --mqtt-port are both 8080, each needs its own")
                .returns(78, CommandFailure::exitCode);
    }

    @Test
    void namesABusyPortAndTheOptionThatChoosesAnother() throws Exception {
        DemoPorts ports = DemoPorts.free();
        try (ServerSocket busy = new ServerSocket(ports.kafka(), 1, LoopbackPort.loopback())) {
            int port = busy.getLocalPort();

            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(ports::check)
                    .withMessage(
                            "ports              " + port + " (kafka) is in use. Use: ./fieldgate demo --kafka-port "
                                    + (port + 1) + "  or  --ports auto")
                    .returns(69, CommandFailure::exitCode);
        }
    }

    @Test
    void namesAllBusyPortsAtOnce() throws Exception {
        DemoPorts ports = DemoPorts.free();
        try (ServerSocket http = new ServerSocket(ports.http(), 1, LoopbackPort.loopback());
                ServerSocket mqtt = new ServerSocket(ports.mqtt(), 1, LoopbackPort.loopback())) {
            int first = http.getLocalPort();
            int second = mqtt.getLocalPort();

            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(ports::check)
                    .withMessage("ports              " + first + " (http) and " + second
                            + " (mqtt) are in use. Use: ./fieldgate demo --http-port " + (first + 1) + " --mqtt-port "
                            + (second + 1) + "  or  --ports auto");
        }
    }

    @Test
    void readsInTheOrderOfTheTranscript() {
        assertThat(DemoPorts.of(8080, 8081, 1883, 9092)).hasToString("8080 8081 1883 9092");
    }
}
