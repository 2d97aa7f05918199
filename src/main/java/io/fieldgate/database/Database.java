package io.fieldgate.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.fieldgate.message.Backoff;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are.
 *
 * @param dataSource gives connections that do not commit by themselves
 * @param dialect of the database behind it
 * @param connections the most at a time
 * @param batchSize the most rows in a transaction
 * @param backoff how long a writer waits after a failure
 * @param sweep how often rows that are too old are looked for
 */
record Database(
        DataSource dataSource, Dialect dialect, int connections, int batchSize, Backoff backoff, Duration sweep) {
    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(30));
    static final Duration SWEEP = Duration.ofMinutes(10);
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
        Dialect dialect = Dialect.of(properties.url());
        pool.setDataSourceProperties(dialect.defaults());
        pool.setConnectionInitSql(dialect.greeting());
        pool.setExceptionOverride(new SuspectConnections(dialect));
        pool.setMaximumPoolSize(properties.poolSize());
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        // Named, because HikariCP otherwise asks its first connection for the default, and when that connection breaks
        // at
        // this moment every later one fails with "isolation level -1 not supported".
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        return pool;
    }

    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    /** What is done in a transaction; it neither commits nor rolls back. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Commits, or throws and changes nothing. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    /**
     * Drops a connection after any trouble but a lost race. HikariCP knows the signs of PostgreSQL only, does not test a
     * connection that was used in the last half second, and after a fail-over the old one still reaches a read-only server.
     */
    private static final class SuspectConnections implements SQLExceptionOverride {
        private final Dialect dialect;

        private SuspectConnections(Dialect dialect) {
            this.dialect = dialect;
        }

        @java.lang.Override
        public Override adjudicate(SQLException thrown) {
            @Nullable String state = dialect.state(thrown);
            boolean lostRace = state != null && state.startsWith("40");
            return dialect.fault(thrown) == Fault.TRANSIENT && !lostRace
                    ? Override.MUST_EVICT
                    : Override.CONTINUE_EVICT;
        }
    }
}
