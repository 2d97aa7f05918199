package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The table {@code fieldgate_offsets}. A consumer that is given a partition finds or makes its row, so that a writer's
 * transaction needs an update only, which every database says in the same words.
 */
record PositionTable(Database database) implements PositionStore {
    static final String NAME = "fieldgate_offsets";

    private static final String COLUMNS = Dialect.names(List.of("consumer_group", "topic", "partition"));
    private static final String TABLE = Identifier.quote(NAME);
    private static final String POSITION = Identifier.quote("position");
    private static final String ROW = " WHERE (" + COLUMNS.replace(",", " = ? AND") + " = ?)";

    private static final String FIND = "SELECT " + POSITION + " FROM " + TABLE + ROW;
    private static final String ADD = "INSERT INTO " + TABLE + " (" + COLUMNS + ") VALUES (?, ?, ?)";
    private static final String SET = "UPDATE " + TABLE + " SET " + POSITION + " = ?" + ROW;
    private static final String ADVANCE = SET + " AND (" + POSITION + " IS NULL OR " + POSITION + " < ?)";
    private static final String MOVE_BACK = SET + " AND " + POSITION + " = ?";

    /** Of all transactions in the same order, so that they do not deadlock. */
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::group).thenComparing(Position::topic).thenComparing(Position::partition);

    @Override
    public Map<Integer, Long> load(String group, String topic, Collection<Integer> partitions) {
        try {
            return find(group, topic, partitions);
        } catch (SQLException e) {
            if (!database.dialect().isMissingTable(e)) {
                throw failure(e);
            }
        }
        try {
            database.inTransaction(connection -> {
                TableCheck.execute(connection, List.of(creation()));
                return true;
            });
            return find(group, topic, partitions);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Map<Integer, Long> find(String group, String topic, Collection<Integer> partitions) throws SQLException {
        Map<Integer, Long> found = new HashMap<>();
        for (int partition : partitions) {
            Position place = new Position(group, topic, partition, 0);
            database.inTransaction(connection -> find(connection, place)).ifPresent(next -> found.put(partition, next));
        }
        return found;
    }

    private static OptionalLong find(Connection connection, Position place) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            bindPlace(statement, 1, place);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    long next = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(next);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            bindPlace(statement, 1, place);
            int unused = statement.executeUpdate();
        }
        return OptionalLong.empty();
    }

    @Override
    public void save(Collection<Position> positions) {
        try {
            database.inTransaction(connection -> {
                update(connection, positions);
                return true;
            });
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * In the transaction of the rows. Positions that are as far or further stay.
     *
     * @throws Failure of kind SYSTEMIC, which is about this table and not about that of the rows
     */
    void advance(Connection connection, Collection<Position> positions) throws SQLException {
        try {
            update(connection, positions);
        } catch (SQLException e) {
            if (database.dialect().fault(e) == Fault.TRANSIENT) {
                throw e;
            }
            throw failure(e);
        }
    }

    private static void update(Connection connection, Collection<Position> positions) throws SQLException {
        if (positions.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Position each : positions.stream().sorted(ORDER).toList()) {
                statement.setLong(1, each.next());
                bindPlace(statement, 2, each);
                statement.setLong(5, each.next());
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }

    @Override
    public void moveBack(Position from, long next) {
        try {
            database.inTransaction(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(MOVE_BACK)) {
                    statement.setLong(1, next);
                    bindPlace(statement, 2, from);
                    statement.setLong(5, from.next());
                    return statement.executeUpdate();
                }
            });
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void bindPlace(PreparedStatement statement, int first, Position place) throws SQLException {
        statement.setString(first, place.group());
        statement.setString(first + 1, place.topic());
        statement.setLong(first + 2, place.partition());
    }

    private String creation() {
        String text = " " + database.dialect().typeName(ColumnType.TEXT, true) + " NOT NULL, ";
        String number = " " + database.dialect().typeName(ColumnType.LONG, true);
        return database.dialect()
                .createTable(
                        NAME,
                        TABLE + " (" + COLUMNS.replace(", ", text) + number + " NOT NULL, " + POSITION + number
                                + ", PRIMARY KEY (" + COLUMNS + "))");
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
                        + creation(),
                thrown);
    }
}
