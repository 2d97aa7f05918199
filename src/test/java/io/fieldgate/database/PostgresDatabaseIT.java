package io.fieldgate.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.database.Sink.Message;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "binaryTransfer=false", "preferQueryMode=simple", "prepareThreshold=0"})
    void storesTimesWhateverTheConnectionMaySend(String parameter) throws Exception {
        String url = Postgres.url() + (Postgres.url().contains("?") ? "&" : "?") + parameter;
        Table table = Tables.table(
                "readings",
                List.of(
                        new Column("device", ColumnType.TEXT, "key", true, null),
                        new Column("ts", ColumnType.TIMESTAMP, "/ts", true, null)),
                List.of("device"),
                Evolve.NONE);
        List<Message> messages = List.of(
                new Message("first", "{\"ts\":\"0001-01-01T00:00:00Z\"}", 1, 1L),
                new Message("last", "{\"ts\":\"9999-12-31T23:59:59.999999Z\"}", 1, 2L),
                new Message("early", "{\"ts\":\"1969-12-31T23:59:59.999999Z\"}", 1, 3L),
                new Message("none", "{}", 1, 4L),
                new Message("impossible", "{\"ts\":1}", Long.MAX_VALUE, 5L));
        try (Sink sink = new Sink(new DatabaseProperties(url, username(), "", 4, 500), table)) {
            List<CompletableFuture<Exchange>> done = sink.sendAsOneBatch(
                    new Message("2000", "{\"ts\":\"2000-01-01T00:00:00.000001Z\"}", 1, 0L), messages);

            assertThat(failures(done)).extracting(Failure::code).containsExactly("DB_DATA");
        }
        assertThat(rows("SELECT \"device\", to_char(\"ts\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') FROM"
                        + " \"readings\" ORDER BY \"ts\""))
                .containsExactly(
                        "first|0001-01-01 00:00:00.000000",
                        "early|1969-12-31 23:59:59.999999",
                        "2000|2000-01-01 00:00:00.000001",
                        "last|9999-12-31 23:59:59.999999",
                        "none|null");
    }

    @Test
    void whatPostgresCannotStoreAsTextIsTheRowsOwnFault() throws Exception {
        List<Message> messages = List.of(
                new Message("pump-1", "{\"ts\":1,\"note\":\"a\\u0000b\"}", 1, 1L),
                new Message("pump-2", "{\"ts\":1,\"extra\":{\"a\":\"\\u0000\"}}", 1, 2L),
                new Message("pump-3", "{\"ts\":1,\"note\":\"\\ud800 alone\"}", 1, 3L),
                new Message("pump-4", "{\"ts\":1,\"extra\":{\"a\":\"\\ud800\"}}", 1, 4L),
                new Message("pump-5", "{\"ts\":1,\"note\":\"{\\\"NULL\\\",,\\\\}\"}", 1, 5L));
        try (Sink sink = new Sink(properties(), READINGS)) {
            List<CompletableFuture<Exchange>> done =
                    sink.sendAsOneBatch(new Message("first", "{\"ts\":1}", 1, 0L), messages);

            assertThat(failures(done)).hasSize(4).allMatch(f -> f.code().equals("DB_DATA"));
        }
        assertThat(rows("SELECT \"note\" FROM \"readings\" WHERE \"device\" = 'pump-5'"))
                .containsExactly("{\"NULL\",,\\}");
    }

    @Test
    void constraintsAndOverflowsOfAnExistingTableFailOnlyTheirRows() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" text, \"ts\" timestamptz, \"site\" text, \"temperature\" real,"
                + " \"count\" smallint, \"ok\" boolean NOT NULL, \"note\" text UNIQUE, \"extra\" json, \"kafka_topic\" text,"
                + " \"kafka_partition\" int, \"kafka_offset\" bigint, \"kafka_timestamp\" timestamptz,"
                + " PRIMARY KEY (\"device\", \"ts\"))");
        List<Message> messages = List.of(
                new Message("pump-1", "{\"ts\":1,\"ok\":true,\"note\":\"same\"}", 1, 1L),
                new Message("pump-2", "{\"ts\":1,\"ok\":true,\"note\":\"same\"}", 1, 2L),
                new Message("pump-3", "{\"ts\":1,\"ok\":true,\"count\":70000}", 1, 3L),
                new Message("pump-4", "{\"ts\":1}", 1, 4L),
                new Message("pump-5", "{\"ts\":1,\"ok\":true,\"temperature\":1e300}", 1, 5L),
                new Message("pump-6", "{\"ts\":1,\"ok\":true}", 1, 6L));
        try (Sink sink = new Sink(properties(), READINGS)) {
            List<CompletableFuture<Exchange>> done =
                    sink.sendAsOneBatch(new Message("first", "{\"ts\":1,\"ok\":true}", 1, 0L), messages);

            assertThat(failures(done))
                    .extracting(Failure::code)
                    .containsExactly("DB_CONSTRAINT", "DB_DATA", "DB_CONSTRAINT", "DB_DATA");
        }
        assertThat(rows("SELECT \"device\" FROM \"readings\" ORDER BY 1")).containsExactly("first", "pump-1", "pump-6");
    }

    @Test
    void aTableWithoutAUniqueKeyIsReportedWithTheIndexToMake() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" text, \"ts\" timestamptz, \"site\" text, \"temperature\" real,"
                + " \"count\" bigint, \"ok\" boolean, \"note\" text, \"extra\" json, \"kafka_topic\" text,"
                + " \"kafka_partition\" int, \"kafka_offset\" bigint, \"kafka_timestamp\" timestamptz)");
        try (Sink sink = new Sink(properties(), READINGS)) {
            CompletableFuture<Exchange> done = sink.send(new Message("pump-1", "{\"ts\":1}", 1, 1L));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            run(sink.cure().substring(sink.cure().indexOf("CREATE")));

            assertThat(done.join().getException()).isNull();
        }
    }

    @Test
    void aMissingPrivilegeIsReportedAndWaitedFor() throws Exception {
        run("DROP ROLE IF EXISTS \"reader\"; CREATE ROLE \"reader\" LOGIN");
        try (Sink owner = new Sink(properties(), READINGS)) {
            owner.send(new Message("pump-1", "{\"ts\":1}", 1, 1L)).join();
        }
        run("GRANT SELECT ON \"readings\" TO \"reader\"");
        try (Sink sink = new Sink(properties("reader"), READINGS)) {
            CompletableFuture<Exchange> done = sink.send(new Message("pump-2", "{\"ts\":1}", 1, 2L));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            assertThat(sink.cure()).contains("Grant SELECT, INSERT and UPDATE on table \"readings\"");
            assertThat(done).isNotDone();

            run("GRANT INSERT, UPDATE ON \"readings\" TO \"reader\"");
            assertThat(done.join().getException()).isNull();
        }
        run("REVOKE ALL ON \"readings\" FROM \"reader\"; DROP ROLE \"reader\"");
    }

    @Test
    void columnsThatItsUserMayNotAddAreReportedAndWaitedFor() throws Exception {
        run("DROP ROLE IF EXISTS \"writer\"; CREATE ROLE \"writer\" LOGIN");
        run("CREATE TABLE \"readings\" (\"device\" text, \"ts\" timestamptz, PRIMARY KEY (\"device\", \"ts\"))");
        run("GRANT SELECT, INSERT, UPDATE ON \"readings\" TO \"writer\"");
        try (Sink sink = new Sink(properties("writer"), evolving())) {
            CompletableFuture<Exchange> done = sink.send(new Message("pump-1", "{\"ts\":1}", 1, 1L));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            assertThat(sink.health().getMessage().orElseThrow()).contains("adding them failed", "42501");
            assertThat(done).isNotDone();

            run(sink.cure());
            assertThat(done.join().getException()).isNull();
        }
        run("REVOKE ALL ON \"readings\" FROM \"writer\"; DROP ROLE \"writer\"");
    }

    @Test
    void cutConnectionsLoseNothing() throws Exception {
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(properties(), READINGS)) {
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < 50; j++) {
                    done.add(sink.send(new Message("pump-" + i + "-" + j, "{\"ts\":1}", 1, (long) i * 50 + j)));
                }
                run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fieldgate'");
            }
            assertThat(failures(done)).isEmpty();
        }
        assertThat(rows("SELECT COUNT(*) FROM \"readings\"")).containsExactly("1000");
    }

    /** Its connections stay open: only a time-out says that nobody is there. */
    @Test
    void goesOnAfterTheServerStoodStillAndLosesNothing() throws Exception {
        DatabaseProperties impatient =
                new DatabaseProperties(Postgres.url() + "?socketTimeout=1&connectTimeout=1", username(), "", 4, 500);
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(impatient, READINGS)) {
            done.addAll(sink.sendAll(numbered(0, 200)));
            Postgres.pause();
            try {
                done.addAll(sink.sendAll(numbered(200, 900)));
                // A connection that is being set up at this moment is waited for by the time-outs of the pool, 5 s for
                // each step.
                await().atMost(60, SECONDS).until(() -> sink.health().getState() == HealthCheck.State.DOWN);
                assertThat(sink.health().getDetails()).containsEntry("kind", "TRANSIENT");
            } finally {
                Postgres.resume();
            }
            assertThat(failures(done)).isEmpty();
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(900);
    }

    @Test
    void goesOnAfterTheServerWasKilledInTheMiddleAndLosesNothing() throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean more = new AtomicBoolean(true);
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(properties(), READINGS)) {
            Thread sender = new Thread(() -> {
                while (more.get()) {
                    int first = next.getAndAdd(50);
                    done.addAll(sink.sendAll(numbered(first, first + 50)));
                }
            });
            sender.start();
            try {
                for (int kill = 0; kill < 3; kill++) {
                    int reached = next.get();
                    await().until(() -> next.get() > reached + 2_000);
                    Postgres.kill();
                    await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
                    Postgres.start();
                    await().until(() -> sink.health().getState() == HealthCheck.State.UP);
                }
            } finally {
                Postgres.start();
                more.set(false);
                sender.join();
            }
            assertThat(failures(done)).isEmpty();
        }
        assertThat(count()).isEqualTo(next.get());
    }

    @Test
    void aPartitionedTableLosesItsOldRowsOnly() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" text, \"ts\" timestamptz, \"kafka_topic\" text,"
                + " \"kafka_partition\" bigint, \"kafka_offset\" bigint, \"kafka_timestamp\" timestamptz,"
                + " PRIMARY KEY (\"device\", \"ts\")) PARTITION BY RANGE (\"ts\")");
        run(
                "CREATE TABLE \"readings_old\" PARTITION OF \"readings\" FOR VALUES FROM (MINVALUE) TO ('2020-01-01');"
                        + " CREATE TABLE \"readings_new\" PARTITION OF \"readings\" FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)");
        run("INSERT INTO \"readings\" SELECT 'd' || i, '2019-01-01' FROM generate_series(1, 10) i; INSERT INTO"
                + " \"readings\" SELECT 'd' || i, now() FROM generate_series(1, 10) i");
        Table table = Tables.read("""
                name: readings
                key: [device, ts]
                keep: 365d
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            await().until(() -> rows("SELECT COUNT(*) FROM \"readings\" WHERE \"ts\" < '2020-01-01'")
                    .contains("0"));
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void theViewReadsOneRowOfEachDevice() throws Exception {
        Table table = Tables.read("""
                name: readings
                key: [device, ts]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                """);
        try (Sink sink = new Sink(properties(), table)) {
            assertThat(failures(sink.sendAll(numbered(0, 1)))).isEmpty();
        }
        run(
                "INSERT INTO \"readings\" (\"device\", \"ts\", \"kafka_timestamp\") SELECT 'pump-' || i % 5,"
                        + " TIMESTAMPTZ '2026-01-01' + i * INTERVAL '1 second', now() FROM generate_series(1, 20000) i; ANALYZE \"readings\"");

        assertThat(rows("SELECT COUNT(*), MIN(\"ts\") > '2026-01-01 05:33:00+00' FROM \"readings_latest\""))
                .containsExactly("5|true");
        String plan = String.join("\n", rows("EXPLAIN ANALYZE SELECT * FROM \"readings_latest\""));
        assertThat(plan).contains("Index").doesNotContain("Seq Scan");
    }

    @Test
    void gatewaysThatFindAFieldInTheSameMomentAgreeOnItsType() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (Sink one = new Sink(properties(), inferring());
                Sink other = new Sink(properties(), inferring())) {
            for (int round = 0; round < 5; round++) {
                String field = "f" + round;
                CompletableFuture<Exchange> number =
                        sent(start, one, message("number", "{\"" + field + "\":1.5}", 2L * round));
                CompletableFuture<Exchange> text =
                        sent(start, other, message("text", "{\"" + field + "\":\"hot\"}", 2L * round + 1));

                assertThat(failures(List.of(number))).isEmpty();
                boolean refused = !failures(List.of(text)).isEmpty();
                assertThat(rows("SELECT \"" + field + "\" FROM \"readings\" WHERE \"device\" = 'number'"))
                        .containsExactly("1.5");
                assertThat(rows("SELECT COUNT(*) FROM \"readings\" WHERE \"device\" = 'text' AND \"" + field
                                + "\" IS NOT NULL"))
                        .containsExactly(refused ? "0" : "1");
            }
            assertThat(one.health().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(other.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    private static CompletableFuture<Exchange> sent(CyclicBarrier start, Sink sink, Message message) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return sink.send(message).join();
        });
    }

    @Test
    void aLockedRowHoldsUpNoMoreThanItsWriter() throws Exception {
        try (Sink sink = new Sink(properties(), fourWriters());
                Connection rival = admin()) {
            assertThat(failures(sink.sendAll(numbered(0, 40)))).isEmpty();
            rival.setAutoCommit(false);
            run(rival, "UPDATE \"readings\" SET \"note\" = 'r' WHERE \"device\" = 'pump-0'");

            List<CompletableFuture<Exchange>> done = sink.sendAll(numbered(0, 40));
            await().until(() -> done.stream().filter(CompletableFuture::isDone).count() >= 20);
            assertThat(done.get(0)).isNotDone();
            rival.commit();

            assertThat(failures(done)).isEmpty();
        }
    }

    @Test
    void eachWriterRefusesItsOwnBadRows() throws Exception {
        List<Message> messages = IntStream.range(0, 400)
                .mapToObj(i -> new Message(
                        "pump-" + i, i % 10 == 0 ? "{\"note\":\"a\\u0000b\"}" : "{\"note\":\"fine\"}", 1, (long) i))
                .toList();
        try (Sink sink = new Sink(properties(), fourWriters())) {
            assertThat(failures(sink.sendAll(messages)))
                    .hasSize(40)
                    .allMatch(f -> f.code().equals("DB_DATA"));
            assertThat(sink.meters.get("fieldgate.database.rejected").counter().count())
                    .isEqualTo(40);
            assertThat(sink.meters.get("fieldgate.database.queued").gauge().value())
                    .isZero();
        }
        assertThat(count()).isEqualTo(360);
    }

    private static Table fourWriters() {
        return Tables.read("""
                name: readings
                key: [device]
                writers: 4
                columns:
                  - { name: device, from: key }
                  - { name: note }
                """);
    }

    private static List<Message> numbered(int first, int end) {
        return IntStream.range(first, end)
                .mapToObj(i -> new Message("pump-" + i, "{\"ts\":1}", 1, (long) i))
                .toList();
    }

    @Test
    void theDoctorSaysWhichRightsAreMissingAndHowFarTheClocksAreApart() throws Exception {
        run("DROP ROLE IF EXISTS \"patient\"; CREATE ROLE \"patient\" LOGIN");
        DatabaseProbe probe = new DatabaseProbe(
                properties("patient"), new TablesProperties(List.of(READINGS)), Duration.ofSeconds(3));

        assertThat(probe.look(true))
                .filteredOn(diagnosis -> diagnosis.about().equals("tables"))
                .extracting(Diagnosis::text)
                .containsExactly("the table \"readings\" is missing, and the gateway may not create it");

        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(new Message("pump-1", "{\"ts\":1}", 1, 1L)).get(60, SECONDS);
        }
        run("GRANT SELECT ON \"readings\" TO \"patient\"");
        assertThat(probe.look(true))
                .filteredOn(diagnosis -> diagnosis.about().equals("tables"))
                .singleElement()
                .satisfies(diagnosis -> {
                    assertThat(diagnosis.text()).contains("permission denied");
                    assertThat(diagnosis.cure()).startsWith("Grant SELECT, INSERT and UPDATE");
                });

        run("GRANT INSERT, UPDATE ON \"readings\" TO \"patient\"");
        assertThat(probe.look(true))
                .allMatch(diagnosis -> diagnosis.state() == Diagnosis.State.WELL)
                .extracting(Diagnosis::about)
                .containsExactly("database", "tables", "clock");
        run("REVOKE ALL ON \"readings\" FROM \"patient\"; DROP ROLE \"patient\"");
    }
}
