package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the positions of sources, on every database. */
abstract class PositionContract extends TableContract {
    private static final Place PLACE = new Place("fieldgate.rows", "telemetry", 3);
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
            Bookmark bookmark = begin(sink);

            assertThat(sink.send(reading(sink, bookmark, 41, "{\"ts\":1,\"a\":1,\"b\":2}"))
                            .join()
                            .getException())
                    .isNull();
            assertThat(load(sink)).isEqualTo(new Position(42, "first", 1));

            run("DELETE FROM \"readings\"");
            run("ALTER TABLE \"fieldgate_offsets\" RENAME TO \"elsewhere\"");
            var later = sink.send(reading(sink, bookmark, 42, "{\"ts\":2,\"a\":1}"));
            await().until(() -> sink.cure().contains("fieldgate_offsets"));
            assertThat(count()).isZero();
            run("ALTER TABLE \"elsewhere\" RENAME TO \"fieldgate_offsets\"");

            assertThat(later.join().getException()).isNull();
            assertThat(count()).isEqualTo(1);
            assertThat(load(sink)).isEqualTo(new Position(43, "first", 2));
        }
    }

    @Test
    void aFormerOwnerDoesNotMoveAPositionBack() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark former = begin(sink);
            Bookmark owner = begin(sink);
            sink.positions().save(Map.of(owner, 100L));

            assertThat(sink.send(reading(sink, former, 41, "{\"ts\":1,\"a\":1}"))
                            .join()
                            .getException())
                    .isNull();

            assertThat(load(sink)).isEqualTo(new Position(100, "first", 2));
            assertThat(former.loss()).isNull();
        }
    }

    @Test
    void aTransactionThatFillsNoGapIsCountedThoughThePositionStays() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);

            assertThat(sink.send(reading(sink, bookmark, -2, "{\"ts\":1,\"a\":1}"))
                            .join()
                            .getException())
                    .isNull();

            assertThat(load(sink)).isEqualTo(new Position(-1, "first", 1));
            assertThat(bookmark.known()).isEqualTo(load(sink));
        }
    }

    @Test
    void aPositionDoesNotPassRowsThatTheDatabaseHasLost() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            sink.positions().save(Map.of(bookmark, 100L));
            sink.positions().save(Map.of(bookmark, 120L));

            // What a replica has that lags behind by the last transaction.
            run("UPDATE \"fieldgate_offsets\" SET \"position\" = 100, \"version\" = 1");
            assertThat(sink.send(reading(sink, bookmark, 120, "{\"ts\":1,\"a\":1}"))
                            .join()
                            .getException())
                    .isNull();

            assertThat(bookmark.loss()).isEqualTo(new Position(100, "first", 1));
            assertThat(load(sink)).isEqualTo(new Position(100, "first", 1));
            assertThat(count()).as("what is read again meets it").isEqualTo(1);
            sink.positions().save(Map.of(bookmark, 130L));
            assertThat(load(sink)).as("a void bookmark").isEqualTo(new Position(100, "first", 1));
        }
    }

    @Test
    void aLostTransactionIsNoticedThoughThePositionIsTheSame() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            sink.positions().save(Map.of(bookmark, 100L));
            sink.positions().save(Map.of(bookmark, -1L));
            sink.positions().verify(List.of(bookmark));
            assertThat(bookmark.loss()).isNull();

            run("UPDATE \"fieldgate_offsets\" SET \"version\" = 1");
            sink.positions().verify(List.of(bookmark));

            assertThat(bookmark.loss()).isEqualTo(new Position(100, "first", 1));
        }
    }

    @Test
    void aPositionThatIsGoneIsMissed() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            sink.positions().save(Map.of(bookmark, 100L));

            run("DELETE FROM \"fieldgate_offsets\"");
            sink.positions().save(Map.of(bookmark, 120L));

            assertThat(bookmark.loss()).isEqualTo(Position.UNKNOWN);
            assertThat(load(sink)).isEqualTo(Position.UNKNOWN);
        }
    }

    @Test
    void aPositionOfATopicThatWasMadeAnewIsLeftToIt() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark old = begin(sink);
            sink.positions().save(Map.of(old, 100L));

            assertThat(sink.positions().restart(PLACE, load(sink), 5, "second"))
                    .isEqualTo(new Position(5, "second", 2));
            sink.positions().save(Map.of(old, 120L));

            assertThat(load(sink)).isEqualTo(new Position(5, "second", 2));
        }
    }

    @Test
    void aPositionMovesBackOnlyFromWhereItIsKnownToBe() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            Position before = load(sink);
            sink.positions().save(Map.of(bookmark, 100L));

            assertThat(sink.positions().restart(PLACE, before, 5, "second")).isEqualTo(new Position(100, "first", 1));
            assertThat(sink.positions().restart(PLACE, load(sink), 5, "second"))
                    .isEqualTo(new Position(5, "second", 2));
        }
    }

    @Test
    void aTableFromBeforeTopicsHadIdsGetsItsColumns() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            sink.positions().save(Map.of(bookmark, 100L));
            run("ALTER TABLE \"fieldgate_offsets\" DROP COLUMN \"topic_id\"");
            run("ALTER TABLE \"fieldgate_offsets\" DROP COLUMN \"version\"");

            assertThat(load(sink)).isEqualTo(new Position(100, "", 0));
            Bookmark next = begin(sink);
            sink.positions().save(Map.of(next, 101L));

            assertThat(load(sink)).isEqualTo(new Position(101, "first", 1));
        }
    }

    @Test
    void aPartOfAMessageDoesNotMoveItsPosition() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Bookmark bookmark = begin(sink);
            Exchange part = reading(sink, bookmark, 41, "{\"ts\":1,\"a\":1}").copy();

            assertThat(sink.send(part).join().getException()).isNull();

            assertThat(load(sink)).isEqualTo(Position.UNKNOWN);
            assertThat(count()).isEqualTo(1);
        }
    }

    /** As a consumer does. */
    private static Bookmark begin(Sink sink) {
        Position stored = load(sink);
        return new Bookmark(sink.endpoint(), PLACE, new Position(stored.next(), "first", stored.version()));
    }

    private static Position load(Sink sink) {
        return sink.positions().load(PLACE);
    }

    private static Exchange reading(Sink sink, Bookmark bookmark, long offset, String json) {
        Exchange exchange = sink.exchange(json);
        exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1");
        Progress.Reading reading = new Progress.Reading() {
            @Override
            public Bookmark bookmark() {
                return bookmark;
            }

            @Override
            public long after(Set<Object> places) {
                return offset + 1;
            }
        };
        exchange.setProperty(Progress.PROPERTY, new Progress(reading, "here", exchange));
        return exchange;
    }
}
