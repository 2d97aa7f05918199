package io.fieldgate.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a file of SQLite. */
class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    Path folder;

    private @Nullable Connection alone;

    @Override
    DatabaseProperties properties(String username) {
        String url = "jdbc:sqlite:" + folder.resolve("fieldgate.db") + "?busy_timeout=300";
        return new DatabaseProperties(url, username, "", 4, 500);
    }

    @Override
    String username() {
        return "";
    }

    /** A file is never down, but somebody else may hold it. */
    @Override
    void stopDatabase() throws SQLException {
        Connection connection = admin();
        run(connection, "PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE");
        alone = connection;
    }

    @Override
    void startDatabase() throws SQLException {
        if (alone != null) {
            try (Statement statement = alone.createStatement()) {
                statement.execute("COMMIT");
            }
            alone.close();
        }
    }

    @Override
    String impatient() {
        return "PRAGMA busy_timeout = 10000";
    }

    @Override
    String time(String iso) {
        return "'" + iso + "'";
    }

    @Override
    String timeType() {
        return "TEXT";
    }

    @Override
    String shortText() {
        return "TEXT CHECK (length(\"note\") <= 10)";
    }

    @Override
    String stateOfTooLong() {
        return "23";
    }

    @Override
    String truth() {
        return "1";
    }

    @Override
    @Test
    @Disabled("SQLite has no users")
    void aWrongUserIsReportedWithTheSettingsToChange() {}

    @Override
    @Test
    @Disabled("SQLite has one writer at a time, so that no two wait for each other")
    void deadlocksWithASecondWriterAreRepeated() {}
}
