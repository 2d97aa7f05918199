package io.fieldgate.topic;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a client of Kafka measures of itself, a few of some hundred numbers. Micrometer's {@code KafkaClientMetrics} would take
 * all of them, with a series for each topic, partition and node; these are of the client as a whole. Any thread.
 */
final class Measurements {
    /** Those of a client that is not there. */
    static final Measurements NONE = new Measurements(Map.of());

    private static final double MILLIS = 1000.0;

    private final Map<MetricName, ? extends Metric> all;

    /** @param all as the client gives them, a view that changes */
    Measurements(Map<MetricName, ? extends Metric> all) {
        this.all = all;
    }

    /** Between a request to produce and its answer on average, in seconds; NaN when there was none of late. */
    double produceSeconds() {
        return of("producer-metrics", "request-latency-avg") / MILLIS;
    }

    /** Bytes that the producer may still take before its callers wait; NaN when there is none. */
    double bufferLeft() {
        return of("producer-metrics", "buffer-available-bytes");
    }

    /** Between a request to fetch and its answer on average, in seconds; NaN when there was none of late. */
    double fetchSeconds() {
        return of("consumer-fetch-manager-metrics", "fetch-latency-avg") / MILLIS;
    }

    /** Records that the consumer has not fetched of the partition of which it has most to fetch; NaN when it has none. */
    double mostBehind() {
        return of("consumer-fetch-manager-metrics", "records-lag-max");
    }

    private double of(String group, String name) {
        for (Map.Entry<MetricName, ? extends Metric> each : all.entrySet()) {
            MetricName named = each.getKey();
            // Besides the client's id those of a topic, partition or node have tags of their own.
            if (named.name().equals(name)
                    && named.group().equals(group)
                    && named.tags().size() == 1
                    && each.getValue().metricValue() instanceof Number number) {
                return number.doubleValue();
            }
        }
        return Double.NaN;
    }
}
