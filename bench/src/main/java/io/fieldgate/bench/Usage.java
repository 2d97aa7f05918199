package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processor time until one moment, of everybody who takes part.
 *
 * @param machine of all processes together; null where the system does not tell
 */
record Usage(
        long at,
        Duration gateway,
        Duration mqtt,
        Duration kafka,
        Duration load,
        @Nullable Duration machine) {
    /** The unit of {@code /proc/stat}, the same on all Linux machines of today. */
    private static final int TICK_MILLIS = 10;

    static Usage now(Part gateway, Brokers brokers) {
        return new Usage(
                System.nanoTime(),
                gateway.cpu(),
                brokers.mqtt().part().cpu(),
                brokers.kafka().cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                ofMachine());
    }

    double gatewayMicrosSince(Usage earlier) {
        return gateway.minus(earlier.gateway).toNanos() / 1e3;
    }

    /** How many cores each has kept busy in the mean. */
    Map<Figure, Double> coresSince(Usage earlier) {
        double nanos = at - earlier.at;
        return Map.of(
                Figure.GATEWAY_CORES, gateway.minus(earlier.gateway).toNanos() / nanos,
                Figure.MQTT_CORES, mqtt.minus(earlier.mqtt).toNanos() / nanos,
                Figure.KAFKA_CORES, kafka.minus(earlier.kafka).toNanos() / nanos,
                Figure.LOAD_CORES, load.minus(earlier.load).toNanos() / nanos,
                Figure.OTHER_CORES, othersSince(earlier) / nanos);
    }

    private double othersSince(Usage earlier) {
        if (machine == null || earlier.machine == null) {
            return Double.NaN;
        }
        return machine.minus(earlier.machine).toNanos() - (ours() - earlier.ours());
    }

    private double ours() {
        return gateway.plus(mqtt).plus(kafka).plus(load).toNanos();
    }

    /** The first line of {@code /proc/stat}: user, nice, system, idle, waiting, interrupts, soft interrupts. */
    private static @Nullable Duration ofMachine() {
        try {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            long ticks = 0;
            for (int field : new int[] {1, 2, 3, 6, 7}) {
                ticks += Long.parseLong(fields[field]);
            }
            return Duration.ofMillis(ticks * TICK_MILLIS);
        } catch (IOException notLinux) {
            return null;
        }
    }
}
