package io.fieldgate.database;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL server. */
class PostgresDatabaseIT extends DatabaseContract {
    @BeforeAll
    static void startServer() {
        Postgres.start();
    }

    @Override
    DatabaseProperties properties(String username) {
        return new DatabaseProperties(Postgres.url(), username, "", 4, 500);
    }

    @Override
    String username() {
        return "postgres";
    }

    @Override
    void stopDatabase() throws IOException {
        Postgres.stop();
    }

    @Override
    void startDatabase() {
        Postgres.start();
    }

    @Override
    String impatient() {
        return "SET deadlock_timeout = '50s'";
    }
}
