package io.fieldgate.database;

import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The table {@code fieldgate_offsets}. A consumer that is given a partition finds or makes its row, so that a writer's
 * transaction needs an update only, which every database says in the same words.
 */
record PositionTable(Database database) implements PositionStore {
    static final String NAME = "fieldgate_offsets";

    static final String TABLE = Identifier.quote(NAME);
    static final String POSITION = Identifier.quote("position");
    static final String TOPIC_ID = Identifier.quote("topic_id");
    static final String VERSION = Identifier.quote("version");

    private static final List<String> KEY = List.of("consumer_group", "topic", "partition");
    private static final String KEYS = Dialect.names(KEY);
    static final String COLUMNS = KEYS + ", " + POSITION + ", " + TOPIC_ID + ", " + VERSION;
    static final String PLACE = KEYS.replace(",", " = ? AND") + " = ?";
    /** The position, with a number for one that is not known. */
    static final String NEXT = "COALESCE(" + POSITION + ", -1)";
    /** What rows of an earlier version of the gateway lack. */
    static final String WRITTEN = "COALESCE(" + VERSION + ", 0)";

    static final String OF_TOPIC = "COALESCE(" + TOPIC_ID + ", '')";

    /** Tells of each column where it is, for SQLite takes the name of one that is missing for a text. */
    private static final String FIND =
            "SELECT " + TABLE + "." + COLUMNS.replace(", ", ", " + TABLE + ".") + " FROM " + TABLE + " WHERE " + PLACE;

    private static final String ADD = "INSERT INTO " + TABLE + " (" + KEYS + ") VALUES (?, ?, ?)";
    private static final String RESTART = "UPDATE " + TABLE + " SET " + POSITION + " = ?, " + TOPIC_ID + " = ?, "
            + VERSION + " = " + WRITTEN + " + 1 WHERE " + PLACE + " AND " + NEXT + " = ? AND " + WRITTEN + " = ?";

    @Override
    public Position load(Place place) {
        try {
            return found(place);
        } catch (SQLException e) {
            if (database.dialect().fault(e) != Fault.SYSTEMIC) {
                throw failure(e);
            }
        }
        try {
            complete();
        } catch (SQLException e) {
            // Another gateway may have been faster.
            try {
                return found(place);
            } catch (SQLException again) {
                e.addSuppressed(again);
                throw failure(e);
            }
        }
        try {
            return found(place);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Position found(Place place) throws SQLException {
        return database.inTransaction(connection -> find(connection, place));
    }

    private static Position find(Connection connection, Place place) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            bind(statement, 1, place);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return position(row);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            bind(statement, 1, place);
            int unused = statement.executeUpdate();
        }
        return Position.UNKNOWN;
    }

    /** Makes the table, or the columns that one of an earlier version of the gateway lacks. */
    private void complete() throws SQLException {
        List<String> statements;
        try {
            statements = database.inTransaction(connection -> additions(TableDifference.columnNames(connection, NAME)));
        } catch (SQLException e) {
            if (!database.dialect().isMissingTable(e)) {
                throw e;
            }
            statements = List.of(creation());
        }
        List<String> all = statements;
        boolean unused = database.inTransaction(connection -> {
            TableCheck.execute(connection, all);
            return true;
        });
    }

    private List<String> additions(Collection<String> present) {
        List<String> statements = new ArrayList<>();
        Stream.of(idColumn(), versionColumn())
                .filter(column -> present.stream().noneMatch(name -> column.startsWith(Identifier.quote(name))))
                .forEach(column -> statements.add(database.dialect().addColumn(NAME, column)));
        return statements;
    }

    @Override
    public void save(Map<Bookmark, Long> next) {
        PositionAdvance advance = new PositionAdvance(next);
        try {
            boolean unused = database.inTransaction(connection -> {
                advance.write(connection);
                return true;
            });
        } catch (SQLException e) {
            throw failure(e);
        }
        advance.committed();
    }

    @Override
    public void verify(Collection<Bookmark> bookmarks) {
        PositionAdvance look = new PositionAdvance(bookmarks);
        try {
            boolean unused = database.inTransaction(connection -> {
                look.look(connection);
                return true;
            });
        } catch (SQLException e) {
            throw failure(e);
        }
        look.committed();
    }

    /**
     * In the transaction of the rows.
     *
     * @throws Failure of kind SYSTEMIC, which is about this table and not about that of the rows
     */
    void advance(Connection connection, PositionAdvance places) throws SQLException {
        try {
            places.write(connection);
        } catch (SQLException e) {
            if (database.dialect().fault(e) == Fault.TRANSIENT) {
                throw e;
            }
            throw failure(e);
        }
    }

    @Override
    public Position restart(Place place, Position from, long next, String topicId) {
        try {
            return database.inTransaction(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(RESTART)) {
                    statement.setLong(1, next);
                    statement.setString(2, topicId);
                    bind(statement, 3, place);
                    statement.setLong(6, from.next());
                    statement.setLong(7, from.version());
                    int unused = statement.executeUpdate();
                }
                return find(connection, place);
            });
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    static void bind(PreparedStatement statement, int first, Place place) throws SQLException {
        statement.setString(first, place.group());
        statement.setString(first + 1, place.topic());
        statement.setLong(first + 2, place.partition());
    }

    /** Of a row with all columns. */
    static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString(1), row.getString(2), row.getInt(3));
    }

    /** Of a row with all columns. */
    static Position position(ResultSet row) throws SQLException {
        long next = row.getLong(4);
        boolean unknown = row.wasNull();
        String topicId = row.getString(5);
        return new Position(unknown ? -1 : next, topicId == null ? "" : topicId, row.getLong(6));
    }

    private String creation() {
        String text = " " + database.dialect().typeName(ColumnType.TEXT, true) + " NOT NULL, ";
        String number = " " + database.dialect().typeName(ColumnType.LONG, true);
        return database.dialect()
                .createTable(
                        NAME,
                        TABLE + " (" + KEYS.replace(", ", text) + number + " NOT NULL, " + POSITION + number + ", "
                                + idColumn() + ", " + versionColumn() + ", PRIMARY KEY (" + KEYS + "))");
    }

    private String idColumn() {
        return TOPIC_ID + " " + database.dialect().typeName(ColumnType.TEXT, true);
    }

    private String versionColumn() {
        return VERSION + " " + database.dialect().typeName(ColumnType.LONG, false);
    }

    private Failure failure(SQLException thrown) {
        Dialect dialect = database.dialect();
        String sentence = "Where a topic is read from stands in table '" + NAME + "': " + dialect.reason(thrown);
        boolean someoneWasFaster = String.valueOf(dialect.state(thrown)).startsWith("23");
        if (someoneWasFaster || dialect.fault(thrown) == Fault.TRANSIENT) {
            return Failure.temporary(sentence, thrown);
        }
        return Failure.systemic(
                sentence,
                "Grant SELECT, INSERT and UPDATE on it to the user of fieldgate.database.username; if it is missing: "
                        + creation() + "; if it is from before it had these columns: "
                        + String.join("; ", additions(List.of())),
                thrown);
    }
}
