package io.fieldgate.database;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on a real MariaDB server, where one is installed. */
@EnabledIf("io.fieldgate.database.MariaDb#isInstalled")
class MariaDbDatabaseIT extends DatabaseContract {
    @BeforeAll
    static void startServer() throws Exception {
        MariaDb.start();
    }

    @Override
    DatabaseProperties properties(String username) {
        return new DatabaseProperties(MariaDb.url(), username, "", 4, 500);
    }

    @Override
    String username() {
        return "root";
    }

    @Override
    void stopDatabase() throws Exception {
        MariaDb.stop();
    }

    @Override
    void startDatabase() throws Exception {
        MariaDb.start();
    }

    /** With the isolation of the writers: MariaDB's own would lock the rows to come between two rows as well. */
    @Override
    String impatient() {
        return "SET innodb_lock_wait_timeout = 50; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
    }

    @Override
    String time(String iso) {
        return "'" + iso.replace('T', ' ').replace("Z", "") + "'";
    }

    @Override
    String timeType() {
        return "DATETIME(6)";
    }
}
