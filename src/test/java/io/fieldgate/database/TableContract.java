package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.database.Sink.Message;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table's configuration promises, on every database. */
abstract class TableContract {
    abstract DatabaseProperties properties(String username);

    abstract String username();

    /** Makes the database unreachable, as a stop of the server would. */
    abstract void stopDatabase() throws Exception;

    abstract void startDatabase() throws Exception;

    /** A statement that makes a session wait long for locks, so that in a deadlock it is the writer that loses. */
    abstract String impatient();

    /** A literal. */
    String time(String iso) {
        return "TIMESTAMP WITH TIME ZONE '" + iso.replace('T', ' ').replace("Z", "+00") + "'";
    }

    String timeType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    /** A column that takes ten characters. */
    String shortText() {
        return "VARCHAR(10)";
    }

    /** The class of the SQLSTATE that refuses eleven. */
    String stateOfTooLong() {
        return "22";
    }

    /** How a true comes back. */
    String truth() {
        return "true";
    }

    final DatabaseProperties properties() {
        return properties(username());
    }

    final Connection admin() throws SQLException {
        return DriverManager.getConnection(properties().url(), username(), "");
    }

    @BeforeEach
    final void dropTable() throws Exception {
        run("DROP VIEW IF EXISTS \"readings_latest\"");
        run("DROP TABLE IF EXISTS \"readings\"");
    }

    @Test
    void aTableIsCreatedWithItsIndexesButNoneThatTheKeyServes() throws Exception {
        Table table = Tables.read("""
                name: readings
                key: [device, ts]
                index: [[device], [ts], [site, ts], [site]]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                  - { name: site, from: "header:fg.site" }
                """);
        assertThat(table.indexes()).containsExactly(List.of("ts"), List.of("site", "ts"));
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(sink.send(message("pump-1", "{\"ts\":1}", 1)).join().getException())
                    .isNull();
        }

        assertThat(difference(table).isNone()).isTrue();
        assertThat(difference(Tables.read("""
                        name: readings
                        key: [device, ts]
                        index: [[site, device]]
                        columns:
                          - { name: device, from: key }
                          - { name: ts, type: timestamp }
                          - { name: site, from: "header:fg.site" }
                        """)).indexes()).containsExactly(List.of("site", "device"));
    }

    @Test
    void anExistingTableGetsItsMissingIndexesOnlyWhenItMayEvolve() throws Exception {
        Table plain = Tables.read(indexed("none", "[]"));
        Table indexed = Tables.read(indexed("none", "[[note]]"));
        Table evolving = Tables.read(indexed("add-columns", "[[note]]"));
        try (Sink sink = new Sink(properties(), plain)) {
            assertThat(sink.send(message("pump-1", "{}", 1)).join().getException())
                    .isNull();
        }
        try (Sink sink = new Sink(properties(), indexed)) {
            assertThat(sink.send(message("pump-1", "{}", 2)).join().getException())
                    .isNull();
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(difference(indexed).indexes()).containsExactly(List.of("note"));

        try (Sink sink = new Sink(properties(), evolving)) {
            assertThat(sink.send(message("pump-1", "{}", 3)).join().getException())
                    .isNull();
        }
        assertThat(difference(indexed).isNone()).isTrue();
    }

    private static String indexed(String evolve, String index) {
        return """
                name: readings
                key: [device]
                evolve: %s
                index: %s
                columns:
                  - { name: device, from: key }
                  - { name: note }
                """.formatted(evolve, index);
    }

    @Test
    void plansWhatIsMissingAndApplyMakesIt() throws Exception {
        Table table = Tables.read(indexed("none", "[[note]]"));
        try (var pool = Database.pool(properties())) {
            TablePlans plans = new TablePlans(
                    new Database(pool, Dialect.of(properties().url()), 1, 1, Database.BACKOFF, Database.SWEEP),
                    List.of(table));
            TablePlans.Plan creation = plans.all().get(0);
            assertThat(creation.statements()).hasSize(2).first().asString().contains("CREATE TABLE", "\"device\"");
            assertThat(creation.statements().get(1)).contains("CREATE INDEX", "\"note\"");
            plans.apply(creation);
            assertThat(plans.all().get(0).statements()).isEmpty();

            TablePlans more = new TablePlans(
                    new Database(pool, Dialect.of(properties().url()), 1, 1, Database.BACKOFF, Database.SWEEP),
                    List.of(table.with(List.of(new Column("extra", ColumnType.DOUBLE, "/extra", true, null)))));
            assertThat(more.all().get(0).statements())
                    .singleElement()
                    .asString()
                    .contains("ALTER TABLE \"readings\" ADD", "\"extra\"");
            more.apply(more.all().get(0));
            assertThat(more.all().get(0).statements()).isEmpty();
        }
    }

    @Test
    void aColumnOfTheKeyThatIsMissingIsAnObstacleToAPlan() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" VARCHAR(100) NOT NULL, PRIMARY KEY (\"device\"))");
        try (var pool = Database.pool(properties())) {
            TablePlans plans = new TablePlans(
                    new Database(pool, Dialect.of(properties().url()), 1, 1, Database.BACKOFF, Database.SWEEP),
                    List.of(DatabaseContract.READINGS));

            assertThat(plans.all().get(0).obstacle()).contains("key [device, ts]");
        }
    }

    @Test
    void aTombstoneDeletesTheRowOfItsKeyUnlessThatIsNewer() throws Exception {
        try (Sink sink = new Sink(properties(), deleting())) {
            sink.send(message("pump-1", "{\"note\":\"a\"}", 10)).join();
            sink.send(message("pump-2", "{\"note\":\"b\"}", 11)).join();
            sink.send(message("pump-3", "{\"note\":\"c\"}", 30)).join();

            assertThat(failures(List.of(
                            sink.send(message("pump-1", "", 20)),
                            sink.send(message("pump-3", "", 20)),
                            sink.send(message("pump-4", "", 20)))))
                    .isEmpty();
        }
        assertThat(rows("SELECT \"device\" FROM \"readings\" ORDER BY 1")).containsExactly("pump-2", "pump-3");
    }

    @Test
    void ofAMessageAndATombstoneInOneBatchTheNewerWins() throws Exception {
        try (Sink sink = new Sink(properties(), deleting())) {
            sink.send(message("gone", "{\"note\":\"old\"}", 1)).join();
            List<CompletableFuture<Exchange>> done = sink.sendAsOneBatch(
                    message("first", "{}", 1),
                    List.of(
                            message("gone", "{\"note\":\"x\"}", 10),
                            message("gone", "", 11),
                            message("back", "", 12),
                            message("back", "{\"note\":\"y\"}", 13)));

            assertThat(failures(done)).isEmpty();
        }
        assertThat(rows("SELECT \"device\", \"note\" FROM \"readings\" ORDER BY 1"))
                .containsExactly("back|y", "first|null");
    }

    private static Table deleting() {
        return Tables.read("""
                name: readings
                key: [device]
                delete: true
                columns:
                  - { name: device, from: key }
                  - { name: note }
                """);
    }

    @Test
    void inTheLongFormAMessageBecomesARowForEachOfItsNumbers() throws Exception {
        Table table = Tables.read("""
                name: readings
                form: long
                key: [device, ts, metric]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            List<CompletableFuture<Exchange>> done = sink.sendAll(List.of(
                    message("pump-1", "{\"ts\":1,\"temperature\":21.5,\"motor\":{\"rpm\":900},\"ok\":true}", 10),
                    message("pump-1", "{\"ts\":1,\"temperature\":22.5}", 11),
                    message("pump-2", "{\"ts\":1,\"note\":\"none\"}", 12)));

            assertThat(failures(done)).extracting(Failure::code).containsExactly("SCHEMA");
        }
        assertThat(rows("SELECT \"device\", \"metric\", \"value\" FROM \"readings\" ORDER BY 2"))
                .containsExactly("pump-1|motor.rpm|900.0", "pump-1|temperature|22.5");
    }

    @Test
    void infersAColumnForEachFieldAndKeepsItsTypeOverARestart() throws Exception {
        Table table = Tables.read("""
                name: readings
                infer: true
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(List.of(
                            message("pump-1", "{\"ts\":1,\"temperature\":21.5,\"note\":null}", 1),
                            message("pump-2", "{\"ts\":1,\"ok\":true,\"note\":\"fine\",\"Device\":1,\"a-b\":2}", 2),
                            message("pump-3", "{\"ts\":1,\"motor\":{\"rpm\":900}}", 3)))))
                    .isEmpty();
        }
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(List.of(
                            message("pump-4", "{\"ts\":1,\"temperature\":\"hot\"}", 4),
                            message("pump-5", "{\"ts\":1,\"note\":5,\"pressure\":1}", 5),
                            message("pump-6", "{\"ts\":1,\"motor\":{\"rpm\":1}}", 6),
                            message("pump-7", "{\"ts\":1,\"note\":{\"a\":1}}", 7)))))
                    .extracting(Failure::code)
                    .containsExactly("DB_DATA");
        }

        assertThat(rows("SELECT \"device\", \"temperature\", \"ok\", \"note\", \"pressure\" FROM \"readings\""
                        + " ORDER BY 1"))
                .containsExactly(
                        "pump-1|21.5|null|null|null",
                        "pump-2|null|" + truth() + "|fine|null",
                        "pump-3|null|null|null|null",
                        "pump-5|null|null|5|1.0",
                        "pump-6|null|null|null|null",
                        "pump-7|null|null|{\"a\":1}|null");
        assertThat(
                        rows(
                                "SELECT \"motor\" FROM \"readings\" WHERE \"device\" IN ('pump-3', 'pump-6') ORDER BY \"device\""))
                .extracting(json -> json.replace(" ", ""))
                .containsExactly("{\"rpm\":900}", "{\"rpm\":1}");
    }

    @Test
    void sqlInTheNameOfAFieldMakesNoColumn() throws Exception {
        Table table = Tables.read("""
                name: readings
                infer: true
                key: [device]
                columns:
                  - { name: device, from: key }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(List.of(
                            message("pump-1", "{\"x\\\" INT); DROP TABLE \\\"readings\\\"; --\":1,\"ok\":1}", 1),
                            message(
                                    "pump-2",
                                    "{\"x`; DROP TABLE readings; --\":1,\"x]; DROP TABLE readings; --\":1}",
                                    2),
                            message(
                                    "pump-3",
                                    "{\"\":1,\"'\":1,\"x\\u0000\":1,\"1x\":1,\"" + "x".repeat(64) + "\":1}",
                                    3)))))
                    .isEmpty();
        }

        assertThat(rows("SELECT \"device\", \"ok\" FROM \"readings\" ORDER BY 1"))
                .containsExactly("pump-1|1.0", "pump-2|null", "pump-3|null");
        // Besides them stands only where a record came from: topic, partition, offset and time.
        assertThat(rows("SELECT * FROM \"readings\""))
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(2 + 4));
    }

    @Test
    void infersWhatTheDatabaseIsToldOnlyWhenItComesBack() throws Exception {
        Table table = Tables.read("""
                name: readings
                infer: true
                key: [device]
                columns:
                  - { name: device, from: key }
                """);
        stopDatabase();
        CompletableFuture<Exchange> sent;
        try (Sink sink = new Sink(properties(), table)) {
            try {
                sent = CompletableFuture.supplyAsync(
                        () -> sink.send(message("pump-1", "{\"a\":1}", 1)).join());
                await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            } finally {
                startDatabase();
            }
            assertThat(sent.join().getException()).isNull();
        }
        assertThat(rows("SELECT \"a\" FROM \"readings\"")).containsExactly("1.0");
    }

    @Test
    void deletesTheRowsThatAreOlderThanItKeeps() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String columns = """
                name: readings
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """;
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 4_500; i++) {
            messages.add(message("old-" + i, "{\"ts\":\"" + now.minus(2, ChronoUnit.DAYS) + "\"}", i));
        }
        messages.add(message("young", "{\"ts\":\"" + now.minus(1, ChronoUnit.HOURS) + "\"}", 1));
        try (Sink sink = new Sink(properties(), Tables.read(columns))) {
            assertThat(failures(sink.sendAll(messages))).isEmpty();
        }
        try (Sink sink = new Sink(properties(), Tables.read(columns + "keep: 1d\n"))) {
            await().until(() -> count() == 1);
            await().until(() ->
                    sink.meters.get("fieldgate.database.expired").counter().count() == 4_500);
        }
        assertThat(rows("SELECT \"device\" FROM \"readings\"")).containsExactly("young");
    }

    @Test
    void theViewShowsTheLatestRowOfEachDeviceWithTheColumnsThatItHasByThen() throws Exception {
        Table table = Tables.read("""
                name: readings
                infer: true
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(List.of(
                            message("pump-1", "{\"ts\":1}", 1),
                            message("pump-1", "{\"ts\":3,\"note\":\"latest\"}", 2),
                            message("pump-2", "{\"ts\":1,\"note\":\"only\"}", 3),
                            message("pump-1", "{\"ts\":2,\"note\":\"late\"}", 4)))))
                    .isEmpty();
            await().until(() -> !failsFor("SELECT \"note\" FROM \"readings_latest\""));
            assertThat(failures(List.of(sink.send(message("pump-3", "{\"ts\":1,\"more\":1}", 5)))))
                    .isEmpty();
        }

        assertThat(rows("SELECT \"device\", \"note\", \"more\", \"kafka_offset\" FROM \"readings_latest\" ORDER BY 1"))
                .containsExactly("pump-1|latest|null|2", "pump-2|only|null|3", "pump-3|null|1.0|5");
    }

    private boolean failsFor(String sql) {
        try {
            rows(sql);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[device, metric, ts]", "[device, ts, metric]"})
    void theViewOfTheLongFormShowsTheLatestValueOfEachMetric(String key) throws Exception {
        Table table = Tables.read("""
                name: readings
                form: long
                key: %s
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """.formatted(key));
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(List.of(
                            message("pump-1", "{\"ts\":1,\"a\":1,\"b\":1}", 1),
                            message("pump-1", "{\"ts\":2,\"a\":2}", 2),
                            message("pump-2", "{\"ts\":1,\"a\":3}", 3)))))
                    .isEmpty();
        }

        assertThat(rows("SELECT \"device\", \"metric\", \"value\" FROM \"readings_latest\" ORDER BY 1, 2"))
                .containsExactly("pump-1|a|2.0", "pump-1|b|1.0", "pump-2|a|3.0");
    }

    @Test
    void aTableWhoseViewCannotBeMadeIsWrittenWithoutIt() throws Exception {
        run("CREATE TABLE \"readings_latest\" (\"mine\" INTEGER)");
        try (Sink sink = new Sink(properties(), Tables.read("""
                name: readings
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """))) {
            assertThat(failures(List.of(sink.send(message("pump-1", "{\"ts\":1}", 1)))))
                    .isEmpty();
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        } finally {
            run("DROP TABLE \"readings_latest\"");
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void plansTheViewThatIsMissing() throws Exception {
        Table table = Tables.read("""
                name: readings
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (var pool = Database.pool(properties())) {
            TablePlans plans = new TablePlans(
                    new Database(pool, Dialect.of(properties().url()), 1, 1, Database.BACKOFF, Database.SWEEP),
                    List.of(table));
            plans.apply(plans.all().get(0));
            assertThat(plans.all().get(0).statements()).isEmpty();
            run("DROP VIEW \"readings_latest\"");

            assertThat(plans.all().get(0).statements())
                    .singleElement()
                    .asString()
                    .startsWith("CREATE ")
                    .contains("VIEW", "\"readings_latest\"");
        }
    }

    static Message message(String key, String json, long offset) {
        return new Message(key, json, 1_000 + offset, offset);
    }

    final TableDifference difference(Table table) throws SQLException {
        try (Connection connection = admin()) {
            connection.setAutoCommit(false);
            return TableDifference.of(connection, Dialect.of(properties().url()), table);
        }
    }

    static List<Failure> failures(List<CompletableFuture<Exchange>> done) {
        List<Failure> failures = new ArrayList<>();
        for (CompletableFuture<Exchange> each : done) {
            if (each.join().getException() != null) {
                failures.add(failure(each.join()));
            }
        }
        return failures;
    }

    static Failure failure(Exchange exchange) {
        Failure failure = Failure.in(exchange.getException());
        return Objects.requireNonNull(failure, "the exchange failed with no Failure");
    }

    final int count() throws SQLException {
        return Integer.parseInt(rows("SELECT COUNT(*) FROM \"readings\"").get(0));
    }

    final void run(String sql) throws SQLException {
        try (Connection connection = admin()) {
            run(connection, sql);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : sql.split("; ", -1)) {
                statement.execute(each);
            }
        }
    }

    final List<String> rows(String sql) throws SQLException {
        try (Connection connection = admin()) {
            return rows(connection, sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    Object value = results.getObject(i);
                    row.add(
                            value instanceof byte[] json
                                    ? new String(json, StandardCharsets.UTF_8)
                                    : String.valueOf(value));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }
}
