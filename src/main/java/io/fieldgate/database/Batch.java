package io.fieldgate.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement for one row that JDBC sends many of at once.
 *
 * @param dialect gives values to the driver
 * @param sql the statement
 * @param parameters its values
 */
record Batch(Dialect dialect, String sql, Parameters parameters) implements Write {
    /** What a row gives to the statement, in order. */
    interface Parameters {
        List<@Nullable Object> of(Row row);
    }

    @Override
    public void execute(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                List<@Nullable Object> values = parameters.of(row);
                for (int i = 0; i < values.size(); i++) {
                    dialect.bind(statement, i + 1, values.get(i));
                }
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }
}
