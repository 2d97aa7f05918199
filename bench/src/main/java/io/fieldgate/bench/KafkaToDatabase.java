package io.fieldgate.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares ways to bring a topic into a table of PostgreSQL, upserted by key. */
@Command(
        name = "bench/kafka-to-database",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Compares ways to bring a Kafka topic into a table of PostgreSQL, upserted by key.")
final class KafkaToDatabase implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PARTITIONS = 4;
    private static final int DEVICES = 100;
    private static final int PAYLOAD = 200;
    /** One statement per record is slow enough to be measured on a tenth. */
    private static final int LESS = 10;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "limit,loop,fieldgate,camel",
            description =
                    "limit: COPY and one upsert. loop: JDBC batches by hand. camel: kafka: to sql:, a tenth of the"
                            + " records. debezium: its JDBC sink in Kafka Connect, fetched when first asked for.")
    private List<String> contenders = List.of();

    @Option(names = "--records", defaultValue = "2000000", description = "Records that are measured.")
    private int records;

    @Option(
            names = "--warm-up",
            defaultValue = "200000",
            description = "Records before that, and as many for the kill.")
    private int warmUp;

    @Option(
            names = "--batch-size",
            defaultValue = "2000",
            description = "The most rows of a batch of fieldgate and debezium.")
    private int batchSize;

    @Option(names = "--in-flight", defaultValue = "4000", description = "Fieldgate's maxInFlight.")
    private int inFlight;

    @Option(names = "--offsets", defaultValue = "kafka", description = "Fieldgate's offsets: kafka or database.")
    private String offsets = "";

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new KafkaToDatabase()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Workbench workbench = new Workbench(java.list());
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            String servers = KafkaNode.start(workbench).await("ready", PATIENCE);
            System.out.printf(
                    "%-12s %12s %12s %15s %8s %12s%n",
                    "contender", "rows/s", "CPU us/row", "peak memory MiB", "missing", "repeated");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                for (String contender : contenders) {
                    try (Connection connection = TelemetryTable.connect(url)) {
                        TelemetryTable.run(connection, "DROP TABLE IF EXISTS \"telemetry\" CASCADE");
                        TelemetryTable.run(connection, TelemetryTable.CREATE.formatted("telemetry"));
                        TelemetryTable.run(connection, "CHECKPOINT");
                        if (contender.equals("limit")) {
                            limit(workbench, connection);
                        } else {
                            measure(workbench, admin, servers, connection, url, contender);
                        }
                    }
                }
            }
        }
        return 0;
    }

    private void measure(
            Workbench workbench, Admin admin, String servers, Connection connection, String url, String contender)
            throws Exception {
        int share = contender.equals("camel") ? LESS : 1;
        int first = whole(warmUp / share);
        int all = first + whole(records / share);
        String topic = "rows-" + contender;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get();
        Values values = contender.equals("debezium")
                ? (number, json) -> DebeziumSink.withSchema(topic, device(number), number, json)
                : (number, json) -> json;
        produce(servers, topic, 0, first, values);
        Part part = start(workbench, servers, topic, url, contender);
        await(connection, part, first);
        part.freeze();
        produce(servers, topic, first, all, values);
        Duration before = part.cpu();
        long begun = System.nanoTime();
        part.thaw();
        await(connection, part, all);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Duration cpu = part.cpu().minus(before);
        int measured = all - first;
        String memory = part.peakMemory().map(String::valueOf).orElse("?");

        int end = all + first;
        noteWrites(connection);
        part.freeze();
        produce(servers, topic, all, end, values);
        part.thaw();
        await(connection, part, whole((all + end) / 2));
        part.kill();
        Part next = start(workbench, servers, topic, url, contender);
        await(connection, next, end);
        next.stop();
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12.0f %12.2f %15s %8d %12d%n",
                contender,
                measured / seconds,
                cpu.toNanos() / 1e3 / measured,
                memory,
                end - number(connection, "SELECT count(*) FROM \"telemetry\""),
                number(connection, "SELECT count(*) FROM \"writes\"") - (end - all));
        admin.deleteTopics(List.of(topic)).all().get();
    }

    /** From now on each row that a committed transaction offered to the table, also one that was there already. */
    private static void noteWrites(Connection connection) throws SQLException {
        TelemetryTable.run(connection, "DROP TABLE IF EXISTS \"writes\"");
        TelemetryTable.run(connection, "CREATE UNLOGGED TABLE \"writes\" (\"device\" text)");
        TelemetryTable.run(
                connection,
                "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO \"writes\""
                        + " VALUES (NEW.\"device\"); RETURN NEW; END $$");
        TelemetryTable.run(
                connection, "CREATE TRIGGER note BEFORE INSERT ON \"telemetry\" FOR EACH ROW EXECUTE FUNCTION note()");
    }

    private Part start(Workbench workbench, String servers, String topic, String url, String contender)
            throws Exception {
        return switch (contender) {
            case "loop" -> workbench.java(contender, workbench.jvm(), JdbcLoop.class, servers, topic, url);
            case "debezium" -> DebeziumSink.start(workbench, servers, topic, url, batchSize);
            case "camel" -> workbench.java(contender, workbench.jvm(), CamelSqlRoute.class, servers, topic, url);
            default ->
                FieldgateRun.start(
                        workbench,
                        contender,
                        servers,
                        """
                        - templatedRoute:
                            routeTemplateRef: topic-to-database
                            routeId: rows
                            parameters:
                              - { name: topic, value: %s }
                              - { name: table, value: telemetry }
                              - { name: maxInFlight, value: "%d" }
                              - { name: offsets, value: %s }
                        """.formatted(topic, inFlight, offsets),
                        Map.of(
                                "FIELDGATE_DATABASE_URL",
                                url,
                                "FIELDGATE_DATABASE_USERNAME",
                                "postgres",
                                "FIELDGATE_DATABASE_BATCHSIZE",
                                String.valueOf(batchSize)));
        };
    }

    /** What PostgreSQL can do: the rows by COPY into a table without a log, then one upsert from there. */
    private void limit(Workbench workbench, Connection connection) throws Exception {
        Path file = workbench.folder("limit").resolve("rows.csv");
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < records; i++) {
                out.write(device(i) + "," + time(i) + ",,21.5,50.5,0.25,99.5,rows-limit,0," + i + "," + FIRST + "\n");
            }
        }
        TelemetryTable.run(
                connection,
                TelemetryTable.CREATE
                        .formatted("staging")
                        .replace("CREATE TABLE", "CREATE UNLOGGED TABLE")
                        .replace(", PRIMARY KEY (\"device\", \"ts\")", ""));
        long begun = System.nanoTime();
        TelemetryTable.run(connection, "COPY \"staging\" FROM '" + file + "' (FORMAT csv)");
        TelemetryTable.run(connection, TelemetryTable.UPSERT_FROM_STAGING);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12.0f %12s %15s %8d %12s%n",
                "limit",
                records / seconds,
                "-",
                "-",
                records - number(connection, "SELECT count(*) FROM \"telemetry\""),
                "-");
        TelemetryTable.run(connection, "DROP TABLE \"staging\"");
    }

    /** What a contender needs of a reading. */
    private interface Values {
        String of(int number, String json);
    }

    private static void produce(String servers, String topic, int from, int to, Values values) {
        try (KafkaProducer<byte[], byte[]> producer = Target.producer(servers)) {
            for (int i = from; i < to; i++) {
                String head = "{\"ts\":\"" + time(i) + "\",\"temperature\":21.5,\"humidity\":50.5,\"vibration\":0.25,"
                        + "\"battery\":99.5,\"seq\":" + i + ",\"text\":\"";
                String value = values.of(i, head + "x".repeat(Math.max(0, PAYLOAD - head.length() - 2)) + "\"}");
                var unused = producer.send(
                        new ProducerRecord<>(
                                topic,
                                device(i).getBytes(StandardCharsets.UTF_8),
                                value.getBytes(StandardCharsets.UTF_8)),
                        (stored, failure) -> {
                            if (failure != null) {
                                Records.fail(failure);
                            }
                        });
            }
            producer.flush();
        }
    }

    /** As many readings of each device. */
    private static int whole(int number) {
        return Math.max(1, number / DEVICES) * DEVICES;
    }

    private static String device(int number) {
        return "device-" + number % DEVICES;
    }

    private static Instant time(int number) {
        return FIRST.plusMillis(number / DEVICES * 100L);
    }

    /** Until the last reading of every device is there: they come in order, and to look for them costs little. */
    private static void await(Connection connection, Part part, int count) throws Exception {
        String last = "SELECT count(*) FROM \"telemetry\" WHERE \"ts\" = '" + time(count - 1) + "' AND \"device\" IN"
                + " (SELECT 'device-' || i FROM generate_series(0, " + (DEVICES - 1) + ") i)";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number(connection, last) < DEVICES) {
            if (System.nanoTime() > deadline || !part.isAlive()) {
                throw new IllegalStateException(
                        "the table did not reach " + count + " rows; the contender printed:\n" + part.lastWords());
            }
            Thread.sleep(20);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
