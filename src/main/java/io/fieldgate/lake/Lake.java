package io.fieldgate.lake;

import io.fieldgate.database.Table;
import io.fieldgate.database.TableRows;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.PositionStore;
import io.fieldgate.message.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a table, as one gateway writes them: each partition that it reads gathers for itself. Threads: any number.
 */
final class Lake implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Lake.class);
    private static final long LOOK_MILLIS = 200;

    private final String table;
    private final Supplier<Table> definition;
    private final Storage storage;
    private final Rolling rolling;
    private final LakeMeters meters;
    private final Map<Bookmark, Gathering> gatherings = new ConcurrentHashMap<>();
    private final Troubles troubles = new Troubles();
    private final ScheduledExecutorService clock;
    /** Why the table cannot be used as it is configured now, so that it is said once. */
    private final AtomicReference<String> unfit = new AtomicReference<>("");

    private volatile TableRows rows;

    /** @param definition of the table at the moment */
    Lake(String table, Supplier<Table> definition, Storage storage, Rolling rolling, LakeMeters meters) {
        this(table, definition, storage, rolling, meters, LOOK_MILLIS);
    }

    /** @param lookMillis how often it looks for what is old enough */
    Lake(
            String table,
            Supplier<Table> definition,
            Storage storage,
            Rolling rolling,
            LakeMeters meters,
            long lookMillis) {
        this.table = table;
        this.definition = definition;
        this.storage = storage;
        this.rolling = rolling;
        this.meters = meters;
        this.rows = new TableRows(definition.get());
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lake-" + table);
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(this::commitWhatIsOld, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
        meters.lakes().add(this);
    }

    PositionStore positions() {
        return new LakePositions(this);
    }

    Storage storage() {
        return storage;
    }

    Rolling rolling() {
        return rolling;
    }

    Troubles troubles() {
        return troubles;
    }

    LakeMeters meters() {
        return meters;
    }

    /** Rows of all partitions that are not committed yet. */
    long gathered() {
        return gatherings.values().stream().mapToLong(Gathering::gathered).sum();
    }

    /** Of the oldest of them, in nanoseconds. */
    long age() {
        return gatherings.values().stream().mapToLong(Gathering::age).max().orElse(0);
    }

    CommitLog log(Place place) {
        return new CommitLog(storage, table, place);
    }

    /**
     * Adds a record.
     *
     * @throws Failure of kind RECORD when the table does not take it, of another when its partition was given up
     */
    void take(Exchange exchange, Progress progress, long offset) {
        Gathering gathering = gathering(progress.reading().bookmark());
        TableRows reader = gathering.rows();
        gathering.take(progress, offset, reader, reader.read(exchange));
    }

    Gathering gathering(Bookmark bookmark) {
        return gatherings.computeIfAbsent(bookmark, first -> new Gathering(first, this));
    }

    /** Of the table as it is configured now; of the last that files could have while that is none. */
    TableRows rows() {
        TableRows present = rows;
        Table now;
        try {
            now = definition.get();
            unfit.set("");
        } catch (IllegalArgumentException refused) {
            String why = String.valueOf(refused.getMessage());
            if (!why.equals(unfit.getAndSet(why))) {
                LOG.warn("{} The files have the columns from before until that is corrected.", why);
            }
            return present;
        }
        if (!present.table().equals(now)) {
            present = new TableRows(now);
            rows = present;
        }
        return present;
    }

    private void commitWhatIsOld() {
        gatherings.forEach((bookmark, gathering) -> {
            try {
                gathering.commitWhenOld();
            } catch (RuntimeException e) {
                LOG.debug("What was gathered of {} is given up", bookmark.place(), e);
            }
            if (bookmark.loss() != null) {
                gatherings.remove(bookmark);
            }
        });
    }

    /** Ends whatever this gateway has gathered of a partition. */
    void end(Place place) {
        gatherings.forEach((bookmark, gathering) -> {
            if (gathering.place().equals(place)) {
                leave(bookmark);
            }
        });
    }

    /** Commits what was gathered for a source that goes. */
    void leave(Bookmark bookmark) {
        @Nullable Gathering gathering = gatherings.get(bookmark);
        if (gathering == null) {
            return;
        }
        try {
            gathering.end();
        } catch (RuntimeException e) {
            LOG.warn(
                    "What was gathered of {} is read again: {}",
                    bookmark.place(),
                    LakeFailures.of(storage, e).getMessage());
        } finally {
            gatherings.remove(bookmark);
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdown();
        meters.lakes().remove(this);
        List.copyOf(gatherings.keySet()).forEach(this::leave);
        storage.close();
    }
}
