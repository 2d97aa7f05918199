package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
    @Test
    void areThoseOfTheClientAsAWholeInBaseUnits() {
        Map<MetricName, Metric> all = new LinkedHashMap<>();
        put(all, "producer-node-metrics", "request-latency-avg", Map.of("client-id", "a", "node-id", "1"), 99.0);
        put(all, "producer-metrics", "request-latency-avg", Map.of("client-id", "a"), 4.5);
        put(all, "producer-metrics", "buffer-available-bytes", Map.of("client-id", "a"), 1024.0);
        put(
                all,
                "consumer-fetch-manager-metrics",
                "records-lag-max",
                Map.of("client-id", "a", "topic", "t", "partition", "0"),
                7.0);
        put(all, "consumer-fetch-manager-metrics", "records-lag-max", Map.of("client-id", "a"), 8.0);
        put(all, "consumer-fetch-manager-metrics", "fetch-latency-avg", Map.of("client-id", "a"), 250.0);

        Measurements measured = new Measurements(all);

        assertThat(measured.produceSeconds()).isEqualTo(0.0045);
        assertThat(measured.bufferLeft()).isEqualTo(1024);
        assertThat(measured.mostBehind()).isEqualTo(8);
        assertThat(measured.fetchSeconds()).isEqualTo(0.25);
    }

    @Test
    void areNoNumbersOfAClientThatIsNotThere() {
        assertThat(Measurements.NONE.produceSeconds()).isNaN();
        assertThat(Measurements.NONE.bufferLeft()).isNaN();
        assertThat(Measurements.NONE.mostBehind()).isNaN();
        assertThat(Measurements.NONE.fetchSeconds()).isNaN();
    }

    private static void put(
            Map<MetricName, Metric> all, String group, String name, Map<String, String> tags, double value) {
        MetricName named = new MetricName(name, group, "", tags);
        all.put(named, new Metric() {
            @Override
            public MetricName metricName() {
                return named;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
