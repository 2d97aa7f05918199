package io.fieldgate.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The contract on an H2 file in regular mode. */
class H2DatabaseTest extends DatabaseContract {
    @TempDir
    Path folder;

    private @Nullable Connection alone;

    String mode() {
        return "";
    }

    @Override
    DatabaseProperties properties(String username) {
        return new DatabaseProperties("jdbc:h2:file:" + folder.resolve("fieldgate") + mode(), username, "", 4, 500);
    }

    @Override
    String username() {
        return "sa";
    }

    @Override
    void stopDatabase() throws SQLException {
        try (Connection last = admin();
                Statement statement = last.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        // Opened again by one connection that shuts out all others.
        Connection connection = admin();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET EXCLUSIVE 2");
        }
        alone = connection;
    }

    @Override
    void startDatabase() throws SQLException {
        if (alone != null) {
            try (Statement statement = alone.createStatement()) {
                statement.execute("SET EXCLUSIVE FALSE");
            }
            alone.close();
        }
    }

    @Override
    String impatient() {
        return "SET LOCK_TIMEOUT 10000";
    }
}
