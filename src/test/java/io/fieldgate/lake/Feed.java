package io.fieldgate.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.database.Table;
import io.fieldgate.database.Tables;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import io.fieldgate.message.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A partition of which a lake is fed as by its source, with a record of another date after each. */
final class Feed implements Progress.Reading, AutoCloseable {
    static final Place PLACE = new Place("fieldgate.rows", "telemetry", 3);
    static final Rolling WHEN_ASKED = new Rolling(Duration.ZERO, Long.MAX_VALUE, "zstd");

    private static final Instant FIRST = Instant.parse("2026-11-27T23:59:59.5Z");
    private static final Table TABLE = Tables.read("""
            name: telemetry
            columns:
              - { name: device, from: key, nullable: false }
              - { name: number, type: long }
              - { name: temperature, type: double }
              - { name: running, type: boolean }
              - { name: ts, type: timestamp }
              - { name: state, type: json }
            """);

    private volatile Supplier<Table> definition = () -> TABLE;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Lake lake;
    private final Bookmark bookmark;
    private final Set<Object> done = new HashSet<>();

    /** Begins where the lake says. */
    Feed(Storage storage) {
        this(storage, WHEN_ASKED);
    }

    Feed(Storage storage, Place place) {
        this(storage, place, WHEN_ASKED);
    }

    Feed(Storage storage, Rolling rolling) {
        this(storage, PLACE, rolling);
    }

    private Feed(Storage storage, Place place, Rolling rolling) {
        // Its clock never strikes: when it commits, the test says.
        lake = new Lake(
                TABLE.name(),
                () -> definition.get(),
                storage,
                rolling,
                LakeMeters.in(meters, TABLE.name()),
                Integer.MAX_VALUE);
        PositionStore positions = lake.positions();
        Position stored = positions.load(place);
        if (stored.next() < 0) {
            stored = positions.restart(place, stored, 0, "first");
        }
        PositionSink sink = new PositionSink() {
            @Override
            public PositionStore positions() {
                return positions;
            }

            @Override
            public boolean gathers() {
                return true;
            }
        };
        bookmark = new Bookmark(sink, place, stored);
    }

    MeterRegistry meters() {
        return meters;
    }

    /** The table is another one from now on, or none. */
    void define(Supplier<Table> other) {
        definition = other;
    }

    Lake lake() {
        return lake;
    }

    @Override
    public Bookmark bookmark() {
        return bookmark;
    }

    long next() {
        return bookmark.known().next();
    }

    @Override
    public synchronized long after(Set<Object> places) {
        long next = next();
        while (done.contains(next) || places.contains(next)) {
            next++;
        }
        return next;
    }

    /** Records of which every third has the same date. */
    void take(long from, long end) {
        for (long offset = from; offset < end; offset++) {
            take(offset, "{\"number\":" + offset + "}");
        }
    }

    void take(long offset, String json) {
        Exchange exchange = exchange(offset, json);
        lake.take(exchange, new Progress(this, offset, exchange), offset);
        isDone(offset);
    }

    synchronized void isDone(long offset) {
        done.add(offset);
    }

    private Exchange exchange(long offset, String json) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(json.getBytes(UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.KEY, ("pump-" + offset % 2).getBytes(UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, bookmark.place().topic());
        exchange.getMessage()
                .setHeader(KafkaConstants.PARTITION, bookmark.place().partition());
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, offset);
        exchange.getMessage()
                .setHeader(
                        KafkaConstants.TIMESTAMP,
                        FIRST.plus(Duration.ofDays(offset % 3)).toEpochMilli());
        return exchange;
    }

    /** All up to an offset that are not committed yet, so many at a time. */
    void takeUpTo(long end, long atOnce) {
        for (long from = next(); from < end; from = next()) {
            take(from, Math.min(end, from + atOnce));
            commit();
        }
    }

    /** What can be read of a lake below a root. */
    interface Look {
        LakeReader of(String root) throws Exception;
    }

    /**
     * A gateway ends after ever more steps, and the next one goes on.
     *
     * @param storage below a root of its own
     * @param stride steps from one death to the next
     */
    static void diesEverywhere(Function<String, Storage> storage, Look reader, int records, int stride)
            throws Exception {
        int steps = 0;
        boolean died = true;
        while (died) {
            String root = "dies-after-" + steps;
            MortalStorage mortal = new MortalStorage(storage.apply(root), steps);
            try (Feed feed = new Feed(mortal)) {
                feed.takeUpTo(records, records);
            } catch (Failure end) {
                assertThat(end).hasRootCauseMessage("the gateway has ended");
            }
            died = mortal.hasDied();

            try (Feed next = new Feed(storage.apply(root))) {
                next.takeUpTo(records, records);
            }

            assertThat(reader.of(root).rowsAndRecords()).as(root).isEqualTo(records + "|" + records);
            assertThat(reader.of(root).drafts()).isEmpty();
            steps += stride;
        }
    }

    /** One that was taken for dead comes back, and another has gone on from the same place; there are 12 records. */
    static void comesBackLate(Supplier<Storage> storage) throws IOException {
        try (Feed late = new Feed(storage.get())) {
            late.take(0, 10);
            try (Feed owner = new Feed(storage.get())) {
                owner.take(0, 6);
                owner.commit();

                assertThatThrownBy(late::commit).isInstanceOf(Failure.class);
                assertThat(late.bookmark().loss()).isNotNull();
                owner.take(6, 12);
                owner.commit();
            }
        }
    }

    /** Commits what can be. */
    void commit() {
        lake.gathering(bookmark).commitWhenOld();
    }

    @Override
    public void close() throws IOException {
        lake.close();
    }
}
