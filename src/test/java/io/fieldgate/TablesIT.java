package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.fault.GatewayProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fieldgate tables} with the shipped tables. */
class TablesIT {
    @TempDir
    private Path folder;

    private Map<String, String> environment;

    @BeforeEach
    void nameADatabase() throws Exception {
        environment = GatewayProcess.environment(folder, "127.0.0.1:1", "tcp://127.0.0.1:1", 0);
    }

    @Test
    void planShowsWhatApplyThenDoes() throws Exception {
        try (GatewayProcess plan = start("plan")) {
            assertThat(plan.exit(180)).isEqualTo(1);
            assertThat(plan.output())
                    .startsWith("-- telemetry:")
                    .contains("CREATE TABLE IF NOT EXISTS \"telemetry\" (");
        }
        try (GatewayProcess apply = start("apply")) {
            assertThat(apply.exit(180)).isZero();
            assertThat(apply.output()).startsWith("-- telemetry: changed");
        }
        try (GatewayProcess again = start("plan")) {
            assertThat(again.exit(180)).isZero();
            assertThat(again.output()).isEqualTo("-- telemetry: as configured" + System.lineSeparator());
        }
        try (Connection connection = DriverManager.getConnection(environment.get("FIELDGATE_DATABASE_URL"), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP VIEW \"telemetry_latest\"");
            statement.execute("ALTER TABLE \"telemetry\" DROP COLUMN \"battery\"");
        }
        try (GatewayProcess plan = start("plan")) {
            assertThat(plan.exit(180)).isEqualTo(1);
            assertThat(plan.output())
                    .contains(
                            "ALTER TABLE \"telemetry\" ADD COLUMN \"battery\" DOUBLE PRECISION;",
                            "CREATE OR REPLACE VIEW \"telemetry_latest\" AS ");
        }
    }

    @Test
    void endsWithTwoAndSaysWhyWhenTheDatabaseCannotBeAsked() throws Exception {
        environment.put("FIELDGATE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x");
        try (GatewayProcess plan = start("plan")) {
            assertThat(plan.exit(180)).isEqualTo(2);
            assertThat(plan.errors()).contains(" x Table 'telemetry': ", "127.0.0.1:1");
        }
        environment.put("FIELDGATE_DATABASE_URL", "");
        try (GatewayProcess plan = start("plan")) {
            assertThat(plan.exit(180)).isEqualTo(2);
            assertThat(plan.errors()).contains(" x There is no database. Set fieldgate.database.url");
        }
    }

    private GatewayProcess start(String what) throws Exception {
        return GatewayProcess.start(folder, environment, "tables", what);
    }
}
