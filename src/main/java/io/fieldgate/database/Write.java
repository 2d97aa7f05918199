package io.fieldgate.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** A statement that changes rows of one table. Threads: one at a time. */
interface Write {
    /**
     * Changes the row of each key, or inserts it, unless the row that is there is as new or newer. Neither commits nor
     * rolls back.
     *
     * @param rows no two of the same key, at least one
     */
    void execute(Connection connection, Collection<Row> rows) throws SQLException;
}
