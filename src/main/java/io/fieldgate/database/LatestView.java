package io.fieldgate.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view {@code TABLE_latest}: of each device, or whatever the key names beside the time, the row of the latest time.
 *
 * @param table whose rows it shows
 * @param time the column of the key that says which row is the latest
 * @param of the other columns of the key
 */
record LatestView(Table table, String time, List<String> of) {
    private static final Logger LOG = LoggerFactory.getLogger(LatestView.class);

    /** The view of a table; null when none is wanted, or its key is not of things and times. */
    static @Nullable LatestView of(Table table) {
        String time = table.ageColumn();
        if (!table.latest() || !table.key().contains(time) || table.key().size() == 1) {
            return null;
        }
        return new LatestView(
                table,
                time,
                table.key().stream().filter(part -> !part.equals(time)).toList());
    }

    static String name(String table) {
        return Identifier.shortened(table + "_latest");
    }

    String name() {
        return name(table.name());
    }

    /** Whether the index of the key finds the latest row of each without reading the others. */
    boolean isIndexed() {
        return table.key().get(of.size()).equals(time);
    }

    /**
     * Makes the view where it is missing or lacks columns. Where it cannot be made, for want of a right or since the name is
     * another's, its table is written all the same.
     *
     * @param present columns that the table had before it was looked at; none when it was not there: then a view that is
     *     left over shows another table
     */
    void complete(Database database, List<Column> present) {
        Set<Column> columns = new HashSet<>(present);
        columns.addAll(table.stored());
        if (!present.isEmpty() && isComplete(database, columns)) {
            return;
        }
        try (Connection connection = database.connection()) {
            TableCheck.execute(connection, List.of(database.dialect().createView(this)));
            connection.commit();
        } catch (SQLException e) {
            // Unless another gateway was quicker.
            if (!isComplete(database, columns)) {
                LOG.info(
                        "Table '{}' is written, but has no view '{}': {}. None is wanted: latest: false",
                        table.name(),
                        name(),
                        database.dialect().reason(e));
            }
        }
    }

    private boolean isComplete(Database database, Collection<Column> columns) {
        try (Connection connection = database.connection()) {
            return isComplete(connection, columns);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Whether the view is there with these columns.
     *
     * @param connection whose transaction may have failed afterwards
     */
    boolean isComplete(Connection connection, Collection<Column> columns) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + Identifier.quote(name()) + " WHERE 1 = 0")) {
            ResultSetMetaData data = none.getMetaData();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                names.add(data.getColumnName(i));
            }
        } catch (SQLException e) {
            return false;
        }
        return columns.stream().map(Column::name).allMatch(names::contains);
    }
}
