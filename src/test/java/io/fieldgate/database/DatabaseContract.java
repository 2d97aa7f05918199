package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.database.Sink.Message;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code database:} promises, on every database. */
@Timeout(240)
abstract class DatabaseContract extends SeveralWritersContract {
    static final Table READINGS = Tables.table(
            "readings",
            List.of(
                    new Column("device", ColumnType.TEXT, "key", true, null),
                    new Column("ts", ColumnType.TIMESTAMP, "/ts", true, null),
                    new Column("site", ColumnType.TEXT, "header:fg.site", true, null),
                    new Column("temperature", ColumnType.DOUBLE, "/temperature", true, null),
                    new Column("count", ColumnType.LONG, "/count", true, null),
                    new Column("ok", ColumnType.BOOLEAN, "/ok", true, null),
                    new Column("note", ColumnType.TEXT, "/note", true, null),
                    new Column("extra", ColumnType.JSON, "/extra", true, null)),
            List.of("device", "ts"),
            Evolve.NONE);

    private static final int BATCH = 500;

    @Test
    void storesEveryTypeWithThePlaceOfTheRecord() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Exchange exchange = sink.exchange(
                    "{\"ts\":\"2026-11-24T10:00:00.123456Z\",\"temperature\":21.5,\"count\":9007199254740993,"
                            + "\"ok\":true,\"note\":\"grüße\",\"extra\":{\"a\":[1,2]}}");
            exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1");
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, "telemetry");
            exchange.getMessage().setHeader(KafkaConstants.PARTITION, 2);
            exchange.getMessage().setHeader(KafkaConstants.OFFSET, 41L);
            exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 1_700_000_000_000L);
            exchange.getMessage().setHeader("fg.site", "plant-a");

            assertThat(sink.send(exchange).join().getException()).isNull();
        }

        assertThat(rows("SELECT \"device\", \"site\", \"temperature\", \"count\", \"ok\", \"note\","
                        + " \"kafka_topic\", \"kafka_partition\", \"kafka_offset\" FROM \"readings\""))
                .containsExactly("pump-1|plant-a|21.5|9007199254740993|" + truth() + "|grüße|telemetry|2|41");
        assertThat(rows("SELECT \"extra\" FROM \"readings\"").get(0).replace(" ", ""))
                .isEqualTo("{\"a\":[1,2]}");
        assertThat(rows("SELECT COUNT(*) FROM \"readings\" WHERE \"ts\" = " + time("2026-11-24T10:00:00.123456Z")
                        + " AND \"kafka_timestamp\" = " + time("2023-11-14T22:13:20.000000Z")))
                .containsExactly("1");
    }

    @Test
    void storesWhatIsMissingAsNull() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            assertThat(sink.send(new Message("pump-1", "{\"ts\":1,\"note\":null}", 1, 0L))
                            .join()
                            .getException())
                    .isNull();
        }

        assertThat(rows("SELECT \"site\", \"temperature\", \"count\", \"ok\", \"note\", \"extra\" FROM \"readings\""))
                .containsExactly("null|null|null|null|null|null");
    }

    @Test
    void writesWhatHasQueuedUpInOneTransaction() throws Exception {
        Set<String> seen = new TreeSet<>();
        try (Sink sink = new Sink(properties(), READINGS);
                Connection admin = admin()) {
            List<CompletableFuture<Exchange>> done =
                    sink.sendAsOneBatch(reading("first", 1), readings(BATCH, Set.of()));
            CompletableFuture<?> all = CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                seen.addAll(rows(admin, "SELECT COUNT(*) FROM \"readings\""));
            }

            assertThat(seen).isSubsetOf("1", "501");
            assertThat(sink.meters.get("fieldgate.database.batch").timer().count())
                    .isEqualTo(2);
            assertThat(sink.meters.get("fieldgate.database.rows").counter().count())
                    .isEqualTo(501);
        }
        assertThat(count()).isEqualTo(501);
    }

    @Test
    void aNewerRecordOverwritesTheRowOfItsKey() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":1}", 100, 7L))
                    .join();
            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":2}", 100, 8L))
                    .join();
            assertThat(temperatures()).containsExactly("2.0");

            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":3}", 101, 1L))
                    .join();
            assertThat(temperatures()).containsExactly("3.0");
        }
    }

    @Test
    void aStaleReplayNeverOverwritesANewerRow() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":3}", 101, 9L))
                    .join();

            Exchange older = sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":1}", 100, 10L))
                    .join();
            Exchange same = sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":7}", 101, 9L))
                    .join();
            Exchange earlier = sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":8}", 101, 8L))
                    .join();

            assertThat(List.of(older, same, earlier)).allMatch(e -> e.getException() == null);
            assertThat(temperatures()).containsExactly("3.0");
        }
    }

    @Test
    void ofEqualTimesWithoutOffsetsTheLaterArrivalWins() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":1}", 100, null))
                    .join();
            sink.send(new Message("pump-1", "{\"ts\":1,\"temperature\":2}", 100, null))
                    .join();

            assertThat(temperatures()).containsExactly("2.0");
        }
    }

    @Test
    void repeatedKeysInABatchCollapseToTheNewest() throws Exception {
        List<Message> updates = new ArrayList<>(IntStream.range(0, BATCH)
                .mapToObj(i -> new Message("pump-" + i % 5, "{\"ts\":1,\"temperature\":" + i + "}", 1000 + i, (long) i))
                .toList());
        Collections.shuffle(updates, new Random(42));
        try (Sink sink = new Sink(properties(), READINGS)) {
            List<CompletableFuture<Exchange>> done = sink.sendAsOneBatch(reading("first", 1), updates);

            assertThat(failures(done)).isEmpty();
        }
        assertThat(rows("SELECT \"temperature\" FROM \"readings\" WHERE \"device\" <> 'first' ORDER BY \"device\""))
                .containsExactly("495.0", "496.0", "497.0", "498.0", "499.0");
    }

    @Test
    void everyRecordIsARowOnceWhenTheTableNamesNoKey() throws Exception {
        Table log = Tables.table(
                "readings",
                List.of(new Column("device", ColumnType.TEXT, "key", true, null)),
                List.of(Table.KAFKA_TOPIC, Table.KAFKA_PARTITION, Table.KAFKA_OFFSET),
                Evolve.NONE);
        try (Sink sink = new Sink(properties(), log)) {
            assertThat(failures(sink.sendAll(readings(100, Set.of())))).isEmpty();
            assertThat(failures(sink.sendAll(readings(100, Set.of())))).isEmpty();

            Exchange homeless = sink.send(new Message("pump-1", "{}", 1, null)).join();
            assertThat(failure(homeless).code()).isEqualTo("SCHEMA");
            assertThat(failure(homeless)).hasMessageContaining("does not come from Kafka");
        }
        assertThat(count()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 499, 500})
    void exactlyTheBadRowsOfABatchFail(int bad) throws Exception {
        run(createWithLimits());
        List<Integer> order = new ArrayList<>(IntStream.range(0, BATCH).boxed().toList());
        Collections.shuffle(order, new Random(bad));
        Set<Integer> chosen = new HashSet<>(order.subList(0, bad));
        try (Sink sink = new Sink(properties(), READINGS)) {
            List<CompletableFuture<Exchange>> done = sink.sendAsOneBatch(reading("first", 1), readings(BATCH, chosen));

            Set<Integer> failed = new HashSet<>();
            for (int i = 0; i < BATCH; i++) {
                if (done.get(i).join().getException() != null) {
                    failed.add(i);
                    Failure failure = failure(done.get(i).join());
                    assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
                    String state = i % 2 == 0 ? stateOfTooLong() : "23";
                    assertThat(failure.code()).isEqualTo(state.equals("22") ? "DB_DATA" : "DB_CONSTRAINT");
                    assertThat(failure).hasMessageContaining("SQLSTATE " + state);
                    assertThat(failure.getCause())
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    refused -> assertThat(refused.getSQLState()).startsWith(state));
                }
            }
            assertThat(failed).isEqualTo(chosen);
            assertThat(sink.meters.get("fieldgate.database.rejected").counter().count())
                    .isEqualTo(bad);
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(1 + BATCH - bad);
    }

    @Test
    void waitsForADroppedTableAndLosesNothing() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(reading("pump-1", 1)).join();
            run("DROP TABLE \"readings\"");

            List<CompletableFuture<Exchange>> done = sink.sendAll(readings(50, Set.of()));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            HealthCheck.Result down = sink.health();
            assertThat(down.getMessage().orElseThrow()).contains("readings");
            assertThat(down.getDetails()).containsEntry("kind", "SYSTEMIC");
            String cure = sink.cure();
            assertThat(cure).contains("CREATE TABLE");
            await().during(Duration.ofMillis(600)).until(() -> done.stream().noneMatch(CompletableFuture::isDone));

            run(cure.substring(cure.indexOf("CREATE TABLE")));
            assertThat(failures(done)).isEmpty();
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(50);
    }

    @Test
    void aBadRowDoesNotHoldUpATableThatWasJustRestored() throws Exception {
        run(createWithLimits());
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(reading("pump-1", 1)).join();
            run("DROP TABLE \"readings\"");
            List<CompletableFuture<Exchange>> done = sink.sendAll(readings(10, Set.of(3)));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);

            run(createWithLimits());

            assertThat(failures(done)).extracting(Failure::code).containsExactly("DB_CONSTRAINT");
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(9);
    }

    @Test
    void namesTheStatementThatAddsMissingColumnsAndGoesOnAfterIt() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" VARCHAR(100) NOT NULL, \"ts\" " + timeType() + " NOT NULL,"
                + " \"site\" VARCHAR(100), PRIMARY KEY (\"device\", \"ts\"))");
        run("INSERT INTO \"readings\" VALUES ('pump-1', " + time("1970-01-01T00:00:01.000000Z") + ", 'old')");
        try (Sink sink = new Sink(properties(), READINGS)) {
            CompletableFuture<Exchange> done = sink.send(reading("pump-1", 1));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);

            assertThat(sink.health().getMessage().orElseThrow()).contains("temperature", "kafka_offset");
            assertThat(done).isNotDone();
            run(sink.cure());

            assertThat(done.join().getException()).isNull();
        }
        assertThat(temperatures()).containsExactly("1.0");
    }

    @Test
    void addsMissingColumnsByItselfWhenTheTableMayEvolve() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" VARCHAR(100) NOT NULL, \"ts\" " + timeType() + " NOT NULL,"
                + " PRIMARY KEY (\"device\", \"ts\"))");
        run("INSERT INTO \"readings\" VALUES ('pump-1', " + time("1970-01-01T00:00:01.000000Z") + ")");
        try (Sink sink = new Sink(properties(), evolving())) {
            assertThat(sink.send(reading("pump-1", 1)).join().getException()).isNull();

            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(temperatures()).containsExactly("1.0");
    }

    @Test
    void neverAddsAColumnOfTheKey() throws Exception {
        run("CREATE TABLE \"readings\" (\"device\" VARCHAR(100) NOT NULL, PRIMARY KEY (\"device\"))");
        try (Sink sink = new Sink(properties(), evolving())) {
            CompletableFuture<Exchange> done = sink.send(reading("pump-1", 1));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);

            assertThat(sink.health().getDetails()).containsEntry("kind", "SYSTEMIC");
            assertThat(sink.cure()).contains("ADD COLUMN \"ts\"");
            assertThat(done).isNotDone();
        }
    }

    static Table evolving() {
        return Tables.table(READINGS.name(), READINGS.columns(), READINGS.key(), Evolve.ADD_COLUMNS);
    }

    @Test
    void goesOnAfterTheDatabaseWasStoppedAndLosesNothing() throws Exception {
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        try (Sink sink = new Sink(properties(), READINGS)) {
            done.addAll(sink.sendAll(readings(100, Set.of())));
            stopDatabase();
            try {
                done.addAll(sink.sendAll(readings(600, Set.of()).subList(100, 600)));
                await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
                assertThat(sink.health().getDetails()).containsEntry("kind", "TRANSIENT");
            } finally {
                startDatabase();
            }
            assertThat(failures(done)).isEmpty();
            assertThat(sink.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(count()).isEqualTo(600);
    }

    @Test
    void startsWhileTheDatabaseIsDownAndBeginsByItself() throws Exception {
        stopDatabase();
        CompletableFuture<Exchange> done;
        try (Sink sink = new Sink(properties(), READINGS)) {
            try {
                done = sink.send(reading("pump-1", 1));
                await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
                assertThat(done).isNotDone();
            } finally {
                startDatabase();
            }
            assertThat(done.join().getException()).isNull();
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void failsWhatIsInFlightAsTemporaryWhenItStopsWhileTheDatabaseIsDown() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(reading("pump-1", 1)).join();
            stopDatabase();
            try {
                List<CompletableFuture<Exchange>> done = sink.sendAll(readings(10, Set.of()));
                await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);

                sink.stop();

                assertThat(failures(done)).hasSize(10).allMatch(f -> f.kind() == FailureKind.TRANSIENT);
            } finally {
                startDatabase();
            }
        }
    }

    @Test
    void aDatabaseThatIsDownDoesNotHoldUpTheStop() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(reading("pump-1", 1)).join();
            stopDatabase();
            try {
                CompletableFuture<Exchange> done = sink.sendByRoute("{\"ts\":1}");
                await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
                long start = System.nanoTime();

                sink.stop();

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
                assertThat(failure(done.join()).kind()).isEqualTo(FailureKind.TRANSIENT);
            } finally {
                startDatabase();
            }
        }
    }

    @Test
    void theRestOfARouteMayWriteToTheSameTableBeyondItsQueue() throws Exception {
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try (Sink sink = new Sink(properties(), READINGS)) {
            Exchange exchange = sink.exchange("{\"ts\":1}");
            exchange.getMessage().setHeader(KafkaConstants.KEY, "first");
            sink.send(exchange, doneSync -> {
                done.addAll(sink.sendAll(readings(1500, Set.of())));
                sent.complete(null);
            });
            sent.join();

            assertThat(failures(done)).isEmpty();
        }
        assertThat(count()).isEqualTo(1501);
    }

    @Test
    void writesWhatIsQueuedBeforeItStops() throws Exception {
        List<CompletableFuture<Exchange>> done;
        try (Sink sink = new Sink(properties(), READINGS)) {
            done = sink.sendAll(readings(900, Set.of()));
        }
        assertThat(failures(done)).isEmpty();
        assertThat(count()).isEqualTo(900);
    }

    @Test
    void sqlInValuesIsOnlyData() throws Exception {
        String hostile = "'); DROP TABLE \\\"readings\\\"; --";
        try (Sink sink = new Sink(properties(), READINGS)) {
            sink.send(new Message("'; DELETE FROM \"readings\"; --", "{\"ts\":1,\"note\":\"" + hostile + "\"}", 1, 1L))
                    .join();
        }
        assertThat(rows("SELECT \"device\", \"note\" FROM \"readings\""))
                .containsExactly("'; DELETE FROM \"readings\"; --|'); DROP TABLE \"readings\"; --");
    }

    @Test
    void aWrongUserIsReportedWithTheSettingsToChange() throws Exception {
        try (Sink sink = new Sink(properties("nobody_here"), READINGS)) {
            CompletableFuture<Exchange> done = sink.send(reading("pump-1", 1));
            await().until(() -> sink.health().getState() == HealthCheck.State.DOWN);
            await().until(() -> "SYSTEMIC".equals(sink.health().getDetails().get("kind")));

            assertThat(sink.cure()).contains("fieldgate.database.username", "fieldgate.database.password");
            assertThat(done).isNotDone();
        }
    }

    @Test
    void anUnexpectedExceptionNeitherKillsTheWriterNorLosesTheBatch() throws Exception {
        AtomicInteger left = new AtomicInteger(3);
        try (Sink sink = new Sink(properties(), READINGS, pool -> failing(pool, left))) {
            assertThat(failures(sink.sendAll(readings(20, Set.of())))).isEmpty();
        }
        assertThat(left).hasNonPositiveValue();
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void anExceptionOfTheRestOfTheRouteDoesNotKillTheWriter() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Exchange exchange = sink.exchange("{\"ts\":1}");
            exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1");
            sink.send(exchange, doneSync -> {
                throw new IllegalStateException("the rest of the route");
            });

            assertThat(sink.send(reading("pump-2", 1)).join().getException()).isNull();
        }
    }

    @Test
    void deadlocksWithASecondWriterAreRepeated() throws Exception {
        int devices = 20;
        try (Sink sink = new Sink(properties(), READINGS);
                Sink other = new Sink(properties(), READINGS)) {
            assertThat(failures(sink.sendAll(readings(devices, Set.of())))).isEmpty();
            try (Connection rival = admin()) {
                rival.setAutoCommit(false);
                run(rival, impatient());
                run(rival, "UPDATE \"readings\" SET \"note\" = 'r' WHERE \"device\" = 'device-019'");
                // The writer locks the rows in the order of their keys and meets the rival at the last one.
                List<CompletableFuture<Exchange>> done =
                        sink.sendAsOneBatch(reading("first", 1), updates(devices, 5_000));
                List<CompletableFuture<Exchange>> others = other.sendAll(updates(devices, 6_000));
                try {
                    run(rival, "UPDATE \"readings\" SET \"note\" = 'r' WHERE \"device\" = 'device-000'");
                    rival.commit();
                } catch (SQLException rivalLost) {
                    rival.rollback();
                }

                assertThat(failures(done)).isEmpty();
                assertThat(failures(others)).isEmpty();
            }
        }
        assertThat(rows("SELECT DISTINCT \"temperature\" FROM \"readings\" WHERE \"device\" <> 'first'"))
                .containsExactly("6000.0");
    }

    @Test
    void aTombstoneIsSkippedAndCounted() throws Exception {
        try (Sink sink = new Sink(properties(), READINGS)) {
            Exchange tombstone = sink.send(sink.exchange(null)).join();

            assertThat(tombstone.getException()).isNull();
            assertThat(sink.meters
                            .get("fieldgate.database.tombstones")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static DataSource failing(DataSource pool, AtomicInteger left) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (left.getAndDecrement() > 0) {
                        throw new IllegalStateException("a bug in a driver");
                    }
                    try {
                        return method.invoke(pool, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String createWithLimits() {
        return "CREATE TABLE \"readings\" (\"device\" VARCHAR(100) NOT NULL, \"ts\" " + timeType() + " NOT NULL,"
                + " \"site\" VARCHAR(100), \"temperature\" DOUBLE PRECISION CHECK (\"temperature\" < 100000),"
                + " \"count\" BIGINT, \"ok\" BOOLEAN, \"note\" " + shortText() + ", \"extra\" JSON,"
                + " \"kafka_topic\" VARCHAR(100), \"kafka_partition\" BIGINT, \"kafka_offset\" BIGINT,"
                + " \"kafka_timestamp\" " + timeType() + ", PRIMARY KEY (\"device\", \"ts\"))";
    }

    private static Message reading(String device, long ts) {
        return new Message(device, "{\"ts\":" + ts + ",\"temperature\":1}", ts, null);
    }

    /** Readings of as many devices; the even of the bad ones have a note that is too long, the odd ones break a check. */
    private static List<Message> readings(int count, Set<Integer> bad) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String rest = !bad.contains(i)
                            ? "\"note\":\"fine\""
                            : i % 2 == 0 ? "\"note\":\"far too long a note\"" : "\"temperature\":1e6";
                    return new Message("device-%03d".formatted(i), "{\"ts\":1," + rest + "}", 1000 + i, (long) i);
                })
                .toList();
    }

    private static List<Message> updates(int devices, long timestamp) {
        return IntStream.range(0, devices)
                .mapToObj(i -> new Message(
                        "device-%03d".formatted(i),
                        "{\"ts\":1,\"temperature\":" + timestamp + "}",
                        timestamp,
                        timestamp + i))
                .toList();
    }

    private List<String> temperatures() throws SQLException {
        return rows("SELECT \"temperature\" FROM \"readings\"");
    }
}
