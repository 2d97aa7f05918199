package io.fieldgate.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares ways to bring HTTP posts into Kafka with acks=all. */
@Command(
        name = "bench/http-to-kafka",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Compares ways to bring HTTP posts into Kafka with acks=all.")
final class HttpToKafka implements Callable<Integer> {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int DEVICES = 128;
    private static final String ROUTE = """
            - route:
                id: telemetry
                from:
                  uri: "ingest:/v1/telemetry/{device}"
                  steps:
                    - to: "topic:%s"
            """;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "mvc,fieldgate",
            description = "mvc: a Spring MVC controller by hand. fieldgate: ./fieldgate run.")
    private List<String> contenders = List.of();

    @Option(names = "--batches", split = ",", defaultValue = "1,100", description = "Records of a post.")
    private List<Integer> batches = List.of();

    @Option(names = "--clients", defaultValue = "32", description = "Connections, each with one post at a time.")
    private int clients;

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HttpToKafka()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (DEVICES % clients != 0) {
            System.err.println("--clients is " + clients + ", allowed are the divisors of " + DEVICES);
            return 2;
        }
        try (Workbench workbench = new Workbench(java.list())) {
            String servers = KafkaNode.start(workbench).await("ready", START);
            System.out.println(
                    "| contender | records/post | posts/s | records/s | CPU µs/record | p50 ms | p95 ms | p99 ms"
                            + " | peak memory MiB | refused | lost | duplicates | order errors |");
            System.out.println("|---|" + "---:|".repeat(12));
            for (int batch : batches) {
                for (int round = 1; round <= rounds.count(); round++) {
                    for (String contender : Rounds.turns(contenders, round)) {
                        measure(workbench, servers, contender, batch, contender + "-" + batch + "-" + round);
                    }
                }
            }
        }
        System.out.println("\n" + Machine.describe() + "; contenders with " + java + ", " + clients + " connections, "
                + options.payload() + " bytes");
        return 0;
    }

    private void measure(Workbench workbench, String servers, String contender, int batch, String topic)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(Brokers.PARTITIONS), Optional.empty())))
                    .all()
                    .get();
            int port = Workbench.freePort();
            Account account = new Account(DEVICES);
            Checker checker = new Checker(servers, topic, account);
            Part part = start(workbench, servers, contender, topic, port);
            try {
                awaitOpen(part, port, account);
                try (HttpLoad load = new HttpLoad(port, clients, DEVICES, batch, options.payload(), account)) {
                    print(contender, batch, part, load, account);
                }
            } finally {
                part.stop();
                checker.stop();
                admin.deleteTopics(List.of(topic)).all().get();
            }
        }
    }

    private void print(String contender, int batch, Part part, HttpLoad load, Account account) throws Exception {
        boolean single = batch == 1;
        int records = options.orQuick(400_000, 60_000);
        int seconds = options.orQuick(20, 8);
        // Well below what either can, so that nobody waits for a queue.
        int rate = single ? 1_500 : Math.max(1, 10_000 / batch);
        load.burst((single ? records / 4 : records) / batch);
        Duration cpu = part.cpu();
        Phase paced = load.paced(rate, seconds);
        double micros = part.cpu().minus(cpu).toNanos() / 1e3 / rate / seconds / batch;
        int posts = (single ? records / 4 : records) / batch;
        double perSecond = posts * 1e9 / load.burst(posts).toNanos();
        account.awaitMissingBelow(1);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,.0f | %,.0f | %.1f | %.1f | %.1f | %.1f | %s | %d | %d | %d | %d |%n",
                contender,
                batch,
                perSecond,
                perSecond * batch,
                micros,
                paced.percentile(50),
                paced.percentile(95),
                paced.percentile(99),
                part.peakMemory().map(String::valueOf).orElse("?"),
                load.refused(),
                account.missing(),
                account.duplicates(),
                account.disorders());
    }

    private static Part start(Workbench workbench, String servers, String contender, String topic, int port)
            throws IOException {
        return switch (contender) {
            case "mvc" ->
                workbench.java(contender, workbench.jvm(), MvcGateway.class, servers, topic, String.valueOf(port));
            case "fieldgate" -> fieldgate(workbench, servers, topic, port);
            default ->
                throw new IllegalArgumentException("There is no contender '" + contender + "', only [mvc, fieldgate]");
        };
    }

    private static Part fieldgate(Workbench workbench, String servers, String topic, int port) throws IOException {
        Path data = workbench.folder("data-" + topic);
        return FieldgateRun.start(
                workbench,
                topic,
                servers,
                ROUTE.formatted(topic),
                Map.of(
                        "SERVER_PORT",
                        String.valueOf(port),
                        "FIELDGATE_INGEST_TOKENS",
                        data.resolve("tokens.yaml").toString(),
                        "FIELDGATE_INGEST_IDEMPOTENCY_FOLDER",
                        data.resolve("idempotency").toString(),
                        // What one client may send is not the question here.
                        "FIELDGATE_INGEST_RATE",
                        "100000000",
                        "FIELDGATE_INGEST_BURST",
                        "100000000"));
    }

    /** Until a post passes: that says more than any contender's own word. */
    private static void awaitOpen(Part part, int port, Account account) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        byte[] probe = account.probe().payload(0);
        while (!isAccepted(port, probe)) {
            if (System.nanoTime() > end || !part.isAlive()) {
                throw new IllegalStateException("no post passes; the contender printed:\n" + part.lastWords());
            }
            Thread.sleep(250);
        }
    }

    private static boolean isAccepted(int port, byte[] probe) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v1/telemetry/probe")
                            .toURL()
                            .openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(15_000);
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(probe);
            }
            return connection.getResponseCode() == 202;
        } catch (IOException notYet) {
            return false;
        }
    }
}
