package io.fieldgate.bench;

import java.time.Duration;
import java.util.Map;

/** Processor time of everybody who takes part, at one moment. */
record Usage(long at, Duration gateway, Duration mqtt, Duration kafka, Duration load) {
    static Usage now(Part gateway, Brokers brokers) {
        return new Usage(
                System.nanoTime(),
                gateway.cpu(),
                brokers.mqtt().part().cpu(),
                brokers.kafka().cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
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
                Figure.LOAD_CORES, load.minus(earlier.load).toNanos() / nanos);
    }
}
