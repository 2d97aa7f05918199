package io.fieldgate.observe.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.LatencyLimits;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SumsTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Sums sums = new Sums(meters);

    @Test
    void addsUpCountersOfAllRoutes() {
        meters.counter("fieldgate.messages.sent", "route", "a").increment(3);
        meters.counter("fieldgate.messages.sent", "route", "b").increment(4);

        assertThat(sums.read().sent()).isEqualTo(7);
        assertThat(sums.read().latency().since(Sums.Buckets.NONE)).isNull();
    }

    @Test
    void theLatencyIsThatOfWhatCameBetweenTwoLooks() {
        Timer timer = timer("fieldgate.latency.kafka", "a");
        timer.record(Duration.ofSeconds(20));
        Sums.Read before = sums.read();
        for (int i = 0; i < 99; i++) {
            timer.record(Duration.ofMillis(7));
        }
        timer("fieldgate.latency.kafka", "b").record(Duration.ofMillis(800));

        assertThat(sums.read().latency().since(before.latency())).isEqualTo(10);
        assertThat(before.latency().since(before.latency())).isNull();
    }

    @Test
    void countsToTheDatabaseWhereThereIsOne() {
        timer("fieldgate.latency.kafka", "a").record(Duration.ofMillis(1));
        timer("fieldgate.latency.database", "t").record(Duration.ofMillis(400));

        assertThat(sums.read().latency().since(Sums.Buckets.NONE)).isEqualTo(500);
    }

    @Test
    void drainsAtTheSpeedOfTheLastSecondsAndNeverWhenNothingMoves() {
        Drain drain = new Drain(meters);

        assertThat(drain.seconds("a", null, 5)).isNull();
        assertThat(drain.seconds("a", 100L, 50)).isEqualTo(2);
        assertThat(drain.seconds("a", 100L, 0)).isEqualTo(2.5);
        assertThat(drain.seconds("a", 0L, 0)).isNull();
        assertThat(drain.seconds("b", 100L, 0)).isNull();
        assertThat(meters.get("fieldgate.topic.drain").tag("route", "b").gauge().value())
                .isInfinite();
    }

    @Test
    void aRouteThatReadsNoTopicAnyMoreIsNotShown() {
        Drain drain = new Drain(meters);
        drain.seconds("stopped", 100L, 50);
        drain.seconds("removed", 100L, 50);
        drain.seconds("goes-on", 100L, 50);

        drain.seconds("stopped", null, 0);
        drain.keep(Set.of("stopped", "goes-on"));

        assertThat(meters.get("fieldgate.topic.drain").gauges())
                .extracting(gauge -> gauge.getId().getTag("route"))
                .containsExactly("goes-on");
    }

    @Test
    void countsTheDeadLettersOfEachRoute() {
        meters.counter("fieldgate.messages.dead.lettered", "route", "a", "reason", "EMPTY")
                .increment(2);
        meters.counter("fieldgate.messages.dead.lettered", "route", "a", "reason", "DB_DATA")
                .increment(3);
        meters.counter("fieldgate.messages.dead.lettered", "route", "b", "reason", "EMPTY")
                .increment();

        Sums.Read read = sums.read();

        assertThat(read.deadLettersOf("a")).isEqualTo(5);
        assertThat(read.deadLettersOf("c")).isZero();
        assertThat(read.allDeadLetters()).isEqualTo(6);
    }

    private Timer timer(String name, String route) {
        return Timer.builder(name)
                .tag("route", route)
                .serviceLevelObjectives(LatencyLimits.all())
                .register(meters);
    }
}
