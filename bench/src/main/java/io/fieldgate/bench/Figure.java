package io.fieldgate.bench;

import java.util.Arrays;
import java.util.List;

/** What is measured of a contender, and how rounds are put together. */
enum Figure {
    THROUGHPUT("messages/s", 0, true),
    BACKLOG("backlog messages/s", 0, true),
    CPU("CPU µs/message", 1, true),
    P50("p50 ms", 1, true),
    P95("p95 ms", 1, true),
    P99("p99 ms", 1, true),
    MEMORY("peak memory MiB", 0, true),
    LOST("lost", 0, false),
    DUPLICATES("duplicates", 0, false),
    DISORDERS("order errors", 0, false),
    GATEWAY_CORES("gateway", 2, true),
    MQTT_CORES("MQTT broker", 2, true),
    KAFKA_CORES("Kafka", 2, true),
    LOAD_CORES("load and checker", 2, true),
    /** Whoever else runs on the machine; what is measured beside them is not worth much. */
    OTHER_CORES("others", 2, true),
    LATE("load late by µs", 0, true),
    BURST_MQTT_CORES("MQTT broker at full speed", 2, true);

    private final String title;
    private final int decimals;
    private final boolean median;

    Figure(String title, int decimals, boolean median) {
        this.title = title;
        this.decimals = decimals;
        this.median = median;
    }

    /** What the others in the run used, as against what is said of the contender. */
    static final List<Figure> OF_MACHINE =
            List.of(GATEWAY_CORES, MQTT_CORES, KAFKA_CORES, LOAD_CORES, OTHER_CORES, LATE, BURST_MQTT_CORES);

    static final List<Figure> OF_CONTENDER = Arrays.stream(values())
            .filter(figure -> !OF_MACHINE.contains(figure))
            .toList();

    String title() {
        return title;
    }

    String format(double value) {
        return Double.isNaN(value) ? "-" : String.format("%,." + decimals + "f", value);
    }

    /** The median of what was measured; of faults all, since a median would hide the one. */
    double over(List<Double> rounds) {
        if (!median) {
            return rounds.stream().mapToDouble(Double::doubleValue).sum();
        }
        double[] sorted = rounds.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
