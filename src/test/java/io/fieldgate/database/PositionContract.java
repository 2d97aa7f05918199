package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Position;
import io.fieldgate.message.PositionStore;
import io.fieldgate.message.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the positions of sources, on every database. */
abstract class PositionContract extends TableContract {
    private static final Position PLACE = new Position("fieldgate.rows", "telemetry", 3, 0);
    private static final Table READINGS = Tables.read("""
            name: readings
            form: long
            key: [device, ts, metric]
            columns:
              - { name: device, from: key }
              - { name: ts, type: timestamp }
            """);

    @AfterEach
    final void dropPositions() throws Exception {
        run("DROP TABLE IF EXISTS \"fieldgate_offsets\"");
    }

    @Test
    void aPositionIsStoredInTheTransactionOfItsRows() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            assertThat(load(sink.positions())).isEmpty();

            assertThat(sink.send(reading(sink, 41, "{\"ts\":1,\"a\":1,\"b\":2}"))
                            .join()
                            .getException())
                    .isNull();
            assertThat(load(sink.positions())).containsExactly(Map.entry(3, 42L));

            run("DELETE FROM \"readings\"");
            run("ALTER TABLE \"fieldgate_offsets\" RENAME TO \"elsewhere\"");
            var later = sink.send(reading(sink, 42, "{\"ts\":2,\"a\":1}"));
            await().until(() -> sink.cure().contains("fieldgate_offsets"));
            assertThat(count()).isZero();
            run("ALTER TABLE \"elsewhere\" RENAME TO \"fieldgate_offsets\"");

            assertThat(later.join().getException()).isNull();
            assertThat(count()).isEqualTo(1);
            assertThat(load(sink.positions())).containsExactly(Map.entry(3, 43L));
        }
    }

    @Test
    void aFormerOwnerDoesNotMoveAPositionBack() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            PositionStore positions = sink.positions();
            assertThat(load(positions)).isEmpty();
            positions.save(List.of(PLACE.at(100)));

            assertThat(sink.send(reading(sink, 41, "{\"ts\":1,\"a\":1}")).join().getException())
                    .isNull();

            assertThat(load(positions)).containsExactly(Map.entry(3, 100L));
        }
    }

    @Test
    void aPositionMovesBackOnlyFromWhereItIsKnownToBe() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            PositionStore positions = sink.positions();
            assertThat(load(positions)).isEmpty();
            positions.save(List.of(PLACE.at(100)));

            positions.moveBack(PLACE.at(99), 5);
            assertThat(load(positions)).containsExactly(Map.entry(3, 100L));
            positions.moveBack(PLACE.at(100), 5);
            assertThat(load(positions)).containsExactly(Map.entry(3, 5L));
        }
    }

    private static Map<Integer, Long> load(PositionStore positions) {
        return positions.load(PLACE.group(), PLACE.topic(), Set.of(PLACE.partition()));
    }

    private static Exchange reading(Sink sink, long offset, String json) {
        Exchange exchange = sink.exchange(json);
        exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1");
        exchange.setProperty(
                Progress.PROPERTY,
                new Progress(
                        new Progress.Reading() {
                            @Override
                            public DatabaseEndpoint keeper() {
                                return sink.endpoint();
                            }

                            @Override
                            public @Nullable Position after(Set<Object> places) {
                                return PLACE.at(offset + 1);
                            }
                        },
                        "here"));
        return exchange;
    }
}
