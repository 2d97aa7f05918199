package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** What several connections that write to one table promise, of one gateway and of two, on every database. */
abstract class SeveralWritersContract extends PositionContract {
    private static final int DEVICES = 40;

    @Test
    void writersSideBySideLoseNothingAndKeepTheOrderOfAKey() throws Exception {
        int readings = 100;
        Table table = Tables.read("""
                name: readings
                key: [device, ts]
                writers: 4
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        Map<String, List<Long>> stored = new ConcurrentHashMap<>();
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(properties(), table)) {
            for (int reading = 0; reading < readings; reading++) {
                for (int device = 0; device < DEVICES; device++) {
                    long offset = (long) reading * DEVICES + device;
                    String key = "pump-" + device;
                    done.add(sink.send(message(key, "{\"ts\":" + reading + "}", offset))
                            .whenComplete((exchange, thrown) -> stored.computeIfAbsent(
                                            key, name -> new CopyOnWriteArrayList<>())
                                    .add(exchange.getMessage().getHeader(KafkaConstants.OFFSET, Long.class))));
                }
            }
            assertThat(failures(done)).isEmpty();
        }

        assertThat(count()).isEqualTo(readings * DEVICES);
        assertThat(stored)
                .hasSize(DEVICES)
                .allSatisfy((device, offsets) ->
                        assertThat(offsets).hasSize(readings).isSorted());
    }

    @Test
    void writersSideBySideStoreTheNumbersOfAMessageTogether() throws Exception {
        Table table = Tables.read("""
                name: readings
                form: long
                key: [device, ts, metric]
                writers: 4
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(properties(), table)) {
            for (int device = 0; device < DEVICES; device++) {
                done.add(sink.send(message("pump-" + device, "{\"ts\":1,\"a\":1,\"b\":2,\"c\":3}", device)));
            }
            assertThat(failures(done)).isEmpty();
        }
        assertThat(count()).isEqualTo(3 * DEVICES);
    }

    @Test
    void aFieldThatTwoGatewaysFindKeepsTheTypeThatTheFirstGaveIt() throws Exception {
        try (Sink one = new Sink(properties(), inferring());
                Sink other = new Sink(properties(), inferring())) {
            assertThat(failures(List.of(one.send(message("a", "{}", 1)), other.send(message("b", "{}", 2)))))
                    .isEmpty();
            assertThat(failures(List.of(one.send(message("number", "{\"v\":1.5}", 3)))))
                    .isEmpty();

            assertThat(failures(List.of(
                            other.send(message("text", "{\"v\":\"hot\"}", 4)),
                            other.send(message("later", "{\"v\":2.5,\"w\":\"x\"}", 5)))))
                    .extracting(Failure::code)
                    .containsExactly("DB_DATA");
            assertThat(failures(List.of(one.send(message("text in w", "{\"w\":7}", 6)))))
                    .isEmpty();
            assertThat(one.health().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(other.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(rows("SELECT \"device\", \"v\", \"w\" FROM \"readings\" ORDER BY 1"))
                .containsExactly("a|null|null", "b|null|null", "later|2.5|x", "number|1.5|null", "text in w|null|7");
    }

    static Table inferring() {
        return Tables.read("""
                name: readings
                infer: true
                key: [device]
                columns:
                  - { name: device, from: key }
                """);
    }
}
