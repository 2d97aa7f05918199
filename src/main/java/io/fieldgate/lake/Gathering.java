package io.fieldgate.lake;

import io.fieldgate.database.TableRows;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.Progress;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has come of a partition since its last commit: a file for each date, which are closed and committed together. When
 * anything fails, all of it is given up and comes again from its source. Threads: any number.
 */
final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);
    /** Each takes memory; records of years are committed more often instead. */
    private static final int MOST_DATES = 24;
    /** So often those records are forgotten that cannot come again. */
    private static final int FORGET_AFTER = 4_096;

    private final Bookmark bookmark;
    private final Lake lake;
    private final CommitLog log;
    private final Map<LocalDate, TableFile> files = new TreeMap<>();
    /** Records in the files which the source may fetch again, because one before them has failed. */
    private final NavigableSet<Long> taken = new TreeSet<>();

    private TableRows rows;
    private String name = "";
    private Progress.@Nullable Reading reading;
    private long done = -1;
    private long last = -1;
    // Meters ask while the storage is waited for.
    private volatile long gathered;
    private volatile long oldest;
    private long since;
    private boolean begun;

    Gathering(Bookmark bookmark, Lake lake) {
        this.bookmark = bookmark;
        this.lake = lake;
        this.log = lake.log(bookmark.place());
        this.rows = lake.rows();
    }

    Place place() {
        return bookmark.place();
    }

    /** Rows that are not committed yet. */
    long gathered() {
        return gathered;
    }

    /** Of the oldest of them, in nanoseconds. */
    long age() {
        return gathered == 0 ? 0 : System.nanoTime() - oldest;
    }

    /** How a message is read for the next {@link #take}: files that are open keep the columns that they have. */
    synchronized TableRows rows() {
        if (files.isEmpty()) {
            rows = lake.rows();
        }
        return rows;
    }

    /**
     * Adds the rows of a record, and commits when that is enough.
     *
     * @throws Failure when what was gathered has been given up
     */
    synchronized void take(Progress progress, long offset, TableRows reader, List<TableRows.Values> values) {
        refuseWhenLost();
        reading = progress.reading();
        if (taken.contains(offset)) {
            return;
        }
        if (reader != rows) {
            throw Failure.temporary("The table has changed while the record was read.", null);
        }
        try {
            for (TableRows.Values row : values) {
                file(LocalDate.ofInstant(row.timestamp(), ZoneOffset.UTC)).write(offset, row.values());
            }
        } catch (IOException | RuntimeException e) {
            throw givenUp(e);
        }
        begin();
        last = Math.max(last, offset);
        if (gathered == 0) {
            oldest = System.nanoTime();
        }
        gathered += values.size();
        taken.add(offset);
        if (taken.size() % FORGET_AFTER == 0) {
            taken.headSet(progress.reading().after(Set.of())).clear();
        }
        boolean isEnough = files.size() > MOST_DATES
                || files.values().stream().mapToLong(TableFile::bytes).sum()
                        >= lake.rolling().bytes();
        if (isEnough) {
            boolean unused = commit(Set.of(progress.place()));
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            since = System.nanoTime();
        }
    }

    private TableFile file(LocalDate date) throws IOException {
        @Nullable TableFile open = files.get(date);
        if (open == null) {
            if (files.isEmpty()) {
                name = UUID.randomUUID().toString();
            }
            open = new TableFile(
                    lake.storage(),
                    log.draft(name + "-" + date),
                    rows.columns(),
                    lake.rolling().codec());
            files.put(date, open);
        }
        return open;
    }

    /** All before an offset is done, with or without rows here. */
    synchronized void doneBefore(long offset) {
        if (bookmark.loss() == null) {
            done = Math.max(done, offset);
            begin();
        }
    }

    /** Commits when it is old enough. What fails is known to the bookmark, and to whoever asks for the position. */
    synchronized void commitWhenOld() {
        if (bookmark.loss() != null) {
            abandonLost();
        } else if (begun && System.nanoTime() - since >= lake.rolling().every().toNanos()) {
            boolean unused = commit(Set.of());
        }
    }

    /** Nothing more comes: what cannot be committed at once is given up. */
    synchronized void end() {
        try {
            if (bookmark.loss() == null && !commit(Set.of())) {
                LOG.debug("What was gathered of {} has gaps and comes again", place());
            }
        } finally {
            abandon();
            bookmark.lose();
        }
    }

    /**
     * Commits what there is.
     *
     * @param also places of the reading that are as good as done
     * @return false when a record before the last is not done yet, so that no position tells what is stored
     */
    private boolean commit(Set<Object> also) {
        long next = Math.max(done, reading == null ? -1 : reading.after(also));
        if (next <= last) {
            return false;
        }
        Position known = bookmark.known();
        if (files.isEmpty() && next <= known.next()) {
            clear();
            return true;
        }
        long start = System.nanoTime();
        try {
            Commit commit = new Commit(new Position(next, known.topicId(), known.version() + 1), closed());
            if (!log.make(commit)) {
                throw new IOException("another gateway has written " + place() + " meanwhile");
            }
            count();
            log.finish(commit);
            lake.meters().commit().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            bookmark.answer(known, commit.position());
            lake.troubles().forget(place());
            clear();
            return true;
        } catch (IOException | RuntimeException e) {
            throw givenUp(e);
        }
    }

    /** What is committed, also when somebody else brings it to its end. */
    private void count() {
        LakeMeters meters = lake.meters();
        long bytes = files.values().stream().mapToLong(TableFile::length).sum();
        meters.rows().increment((double) gathered);
        meters.files().increment(files.size());
        meters.bytes().increment((double) bytes);
    }

    private List<Commit.Move> closed() throws IOException {
        List<Commit.Move> moves = new ArrayList<>();
        for (Map.Entry<LocalDate, TableFile> each : files.entrySet()) {
            TableFile file = each.getValue();
            file.close();
            lake.storage().keep(file.path());
            moves.add(new Commit.Move(file.path(), target(each.getKey(), file)));
        }
        return moves;
    }

    /**
     * Never used twice, also when a topic of the same name has begun anew. Names of topics have no letter that a path, or Hive in it,
     * takes for something else.
     */
    private String target(LocalDate date, TableFile file) {
        return String.format(
                Locale.ROOT,
                "%s/date=%s/topic=%s/%d+%010d+%010d-%s.parquet",
                rows.table().name(),
                date,
                place().topic(),
                place().partition(),
                file.first(),
                file.last(),
                name.substring(0, 8));
    }

    private void clear() {
        files.clear();
        taken.clear();
        gathered = 0;
        begun = false;
    }

    private void refuseWhenLost() {
        if (bookmark.loss() != null) {
            abandonLost();
            throw Failure.temporary("What was gathered of " + place() + " was given up and is read again.", null);
        }
    }

    /** The bookmark was lost elsewhere. */
    private void abandonLost() {
        if (gathered > 0) {
            lake.meters().retries().increment();
        }
        abandon();
    }

    /** What stands half in the storage is found by whoever takes the partition over. */
    private Failure givenUp(Throwable cause) {
        lake.meters().retries().increment();
        abandon();
        bookmark.lose();
        Failure failure = LakeFailures.of(lake.storage(), cause);
        lake.troubles().remember(place(), failure);
        return failure;
    }

    private void abandon() {
        for (TableFile file : files.values()) {
            try {
                file.abandon();
            } catch (IOException e) {
                LOG.debug("{} is left as it is", file.path(), e);
            }
        }
        clear();
    }
}
