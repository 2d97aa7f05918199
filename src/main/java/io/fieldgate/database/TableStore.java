package io.fieldgate.database;

import io.fieldgate.message.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores rows in one table, a transaction at a time. The table is compared with its configuration before the first row,
 * after a fault that a person had to heal, and when messages have brought columns. Threads: one at a time.
 */
final class TableStore {
    private final Database database;
    private final Schema schema;
    private final PositionTable positions;
    private RowReader reader;
    private Write upsert;
    private Write delete;
    private boolean checked;
    private boolean everChecked;

    TableStore(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
        this.positions = new PositionTable(database);
        this.reader = schema.reader();
        this.upsert = database.dialect().upsert(reader.table());
        this.delete = database.dialect().delete(reader.table());
    }

    /** Whether the table was as it should be when it was last looked at, so that a refusal is about the rows. */
    boolean isChecked() {
        return checked;
    }

    /** Compares the table again before the next row. */
    void recheck() {
        checked = false;
    }

    /** What rows have to be read by to be stored. */
    RowReader reader() {
        return reader;
    }

    /** Compares the table where that is needed, and takes over what has been learned about its columns. */
    void prepare() throws SQLException {
        while (!checked || reader != schema.reader()) {
            checked = false;
            reader = schema.reader();
            upsert = database.dialect().upsert(reader.table());
            delete = database.dialect().delete(reader.table());
            List<Column> present = database.inTransaction(
                    connection -> new TableCheck(connection, database.dialect(), reader.table()).check(!everChecked));
            @Nullable LatestView view = LatestView.of(reader.table());
            if (view != null) {
                view.complete(database, present);
            }
            checked = true;
            everChecked = true;
            schema.learn(present);
        }
    }

    /**
     * Commits all of them, and how far their sources have come with them, or throws and changes nothing.
     *
     * @param rows read by {@link #reader}, or before it knew all of its columns
     */
    void store(List<Row> rows) throws SQLException {
        PositionAdvance advance = database.inTransaction(connection -> {
            write(connection, rows);
            PositionAdvance places = new PositionAdvance(Progress.after(progress(rows)));
            positions.advance(connection, places);
            return places;
        });
        advance.committed();
    }

    private void write(Connection connection, List<Row> rows) throws SQLException {
        List<Row> newest = newestByKey(rows);
        List<Row> stored = newest.stream().filter(row -> !row.deletes()).toList();
        List<Row> deleted = newest.stream().filter(Row::deletes).toList();
        if (!stored.isEmpty()) {
            upsert.execute(connection, stored);
        }
        if (!deleted.isEmpty()) {
            delete.execute(connection, deleted);
        }
    }

    private static List<Progress> progress(List<Row> rows) {
        List<Progress> progress = new ArrayList<>();
        for (Row row : rows) {
            @Nullable Progress of = row.progress();
            if (of != null) {
                progress.add(of);
            }
        }
        return progress;
    }

    /** One row of each key, in the order of keys. */
    private static List<Row> newestByKey(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        // Stable: of one key they stay in the order in which they came.
        sorted.sort(Comparator.comparing(Row::key, Row.KEY_ORDER));
        List<Row> newest = new ArrayList<>(sorted.size());
        @Nullable Row candidate = null;
        for (Row row : sorted) {
            if (candidate != null && Row.KEY_ORDER.compare(candidate.key(), row.key()) == 0) {
                candidate = Row.newer(candidate, row);
            } else {
                if (candidate != null) {
                    newest.add(candidate);
                }
                candidate = row;
            }
        }
        if (candidate != null) {
            newest.add(candidate);
        }
        return newest;
    }
}
