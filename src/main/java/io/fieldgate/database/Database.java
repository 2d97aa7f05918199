package io.fieldgate.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Where the tables are.
 *
 * @param dataSource gives connections that do not commit by themselves
 * @param dialect of the database behind it
 * @param batchSize the most rows in a transaction
 * @param backoff how long a writer waits after a failure
 */
record Database(DataSource dataSource, Dialect dialect, int batchSize, Backoff backoff) {
    /** A writer waits this long for a connection, then says that the database is down; it goes on waiting after that. */
    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

    /**
     * The pool of connections to a database. Nothing is opened before the first connection is asked for, so that the
     * gateway starts while the database is down.
     */
    static HikariDataSource pool(DatabaseProperties properties) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("fieldgate-database");
        pool.setJdbcUrl(properties.url());
        if (!properties.username().isEmpty()) {
            pool.setUsername(properties.username());
            pool.setPassword(properties.password());
        }
        pool.setDataSourceProperties(Dialect.of(properties.url()).defaults());
        pool.setMaximumPoolSize(properties.poolSize());
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        return pool;
    }

    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }
}
