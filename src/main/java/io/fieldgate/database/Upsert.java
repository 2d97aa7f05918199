package io.fieldgate.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** The statement that writes rows of one table. Threads: one at a time. */
interface Upsert {
    /**
     * Inserts each row, or overwrites the row of the same key unless that one is as new or newer. Neither commits nor
     * rolls back.
     *
     * @param rows no two of the same key
     */
    void execute(Connection connection, Collection<Row> rows) throws SQLException;
}
