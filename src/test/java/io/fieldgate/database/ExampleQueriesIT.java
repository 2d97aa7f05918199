package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries of {@code examples/} on the shipped table, in a real PostgreSQL. */
class ExampleQueriesIT {
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @BeforeAll
    static void fillTheShippedTable() throws Exception {
        Postgres.start();
        run("DROP ROLE IF EXISTS grafana; CREATE ROLE grafana");
        Table telemetry = Tables.shipped("telemetry");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Sink sink = new Sink(new DatabaseProperties(Postgres.url(), "postgres", "", 4, 500), telemetry)) {
            List<CompletableFuture<Exchange>> done = new ArrayList<>();
            for (int minute = 0; minute < 30; minute++) {
                Instant ts = now.minus(30 - minute, ChronoUnit.MINUTES);
                for (String device : List.of("pump-7", "pump-8")) {
                    String json = "{\"ts\":\"" + ts + "\",\"temperature\":" + minute + ",\"battery\":50}";
                    done.add(sink.send(new Sink.Message(device, json, ts.toEpochMilli(), (long) minute)));
                }
            }
            assertThat(TableContract.failures(done)).isEmpty();
        }
    }

    @AfterAll
    static void dropIt() throws SQLException {
        run("DROP VIEW telemetry_latest; DROP TABLE telemetry; DROP ROLE grafana");
    }

    @Test
    void everyPanelOfTheDashboardHasAnAnswer() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(Path.of("examples/grafana/telemetry.json")));

        assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
            String sql = panel.path("targets").path(0).path("rawSql").asText();
            assertThat(rows(expanded(sql))).as(sql).isPositive();
        });
    }

    /** Grafana's macros as its documentation of the PostgreSQL data source writes them out. */
    private static String expanded(String sql) {
        return sql.replaceAll(
                        "\\$__timeGroupAlias\\((\\w+), [^)]+\\)", "floor(extract(epoch from $1)/60)*60 AS \"time\"")
                .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN now() - interval '1 hour' AND now()");
    }

    @Test
    void theQueriesOfTheReadmeRun() throws Exception {
        Matcher blocks = SQL.matcher(Files.readString(Path.of("examples/README.md")));
        List<String> statements = blocks.results()
                .flatMap(block -> Stream.of(block.group(1).split(";")))
                .filter(statement -> !statement.isBlank())
                .toList();

        assertThat(statements).hasSize(5);
        for (String statement : statements) {
            run(statement);
        }
    }

    @Test
    void theViewHasTheLatestRowOfEachDevice() throws Exception {
        assertThat(rows("SELECT 1 FROM telemetry_latest WHERE temperature = 29"))
                .isEqualTo(2);
        assertThat(rows("SELECT 1 FROM telemetry_latest")).isEqualTo(2);
    }

    private static int rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            int rows = 0;
            while (answer.next()) {
                rows++;
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(Postgres.url(), "postgres", "");
    }
}
