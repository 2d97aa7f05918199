package io.fieldgate.embedded;

import io.fieldgate.command.CommandFailure;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.command.Termination;
import io.fieldgate.command.Transcript;
import io.fieldgate.command.Version;
import io.fieldgate.http.IngestEndpoint;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the parts of the demo side by side, waits for the first data, and tells how long each took. */
final class Demo {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_FIRST_DATA = Duration.ofSeconds(10);
    private static final String DATABASE_USER = "sa";

    private final Class<?> gateway;
    private final int devices;
    private final int messagesPerSecond;
    private final boolean quiet;

    /**
     * @param devices how many to simulate, or 0
     * @param quiet nothing of the log on the console
     */
    Demo(Class<?> gateway, int devices, int messagesPerSecond, boolean quiet) {
        this.gateway = gateway;
        this.devices = devices;
        this.messagesPerSecond = messagesPerSecond;
        this.quiet = quiet;
    }

    /** Returns when everything runs and the first data has arrived; whatever was started is in the termination. */
    DemoFacts start(DemoFolder folder, DemoPorts ports, Transcript transcript, Termination termination)
            throws InterruptedException {
        transcript.box(
                "Demo: embedded Kafka, MQTT broker and database, on 127.0.0.1 only, no login.",
                "Not for production. For real brokers: ./fieldgate run, docker compose up");
        transcript.line(" fieldgate " + Version.fieldgate() + ", Java "
                + Runtime.version().feature() + ", data in " + folder.root());
        transcript.done("ports free", ports.toString(), sinceProcessStart());
        EmbeddedKafka kafka = new EmbeddedKafka(folder.kafka(), ports.kafka());
        EmbeddedMqttBroker broker = new EmbeddedMqttBroker(folder.mqtt(), ports.mqtt());
        termination.add("Kafka", kafka::stop);
        termination.add("MQTT broker", broker::stop);
        // All three at once: each waits for the disk and for timers, and the routes wait for their brokers anyway.
        CompletableFuture<Void> kafkaUp = begin("Kafka (KRaft)", kafka::start, kafka::bootstrapServers, transcript);
        CompletableFuture<Void> brokerUp = begin("MQTT broker", broker::start, broker::url, transcript);
        String databaseUrl = "jdbc:h2:file:" + folder.database() + ";AUTO_SERVER=TRUE";
        Instant begun = Instant.now();
        DemoWebhook webhook = DemoWebhook.start(transcript::line);
        termination.add("webhook", webhook::close);
        webhook.writeReceivers(folder.receivers());
        ConfigurableApplicationContext context =
                new GatewayStart(gateway).start(properties(folder, ports, databaseUrl));
        termination.add("gateway", context::close);
        await(kafkaUp);
        await(brokerUp);
        CamelContext camel = context.getBean(CamelContext.class);
        List<String> started = awaitRoutes(camel);
        transcript.done(
                "routes",
                started.size() + " of " + camel.getRoutes().size() + " started",
                Duration.between(begun, Instant.now()));
        transcript.line("");
        transcript.table(RouteTable.HEADINGS, RouteTable.rows(camel));
        transcript.line("");
        if (devices > 0) {
            simulate(kafka.bootstrapServers(), broker.url(), databaseUrl, transcript, termination);
        }
        DemoFacts facts = new DemoFacts(
                "http://127.0.0.1:" + ports.http(),
                "http://127.0.0.1:" + ports.actuator() + "/actuator",
                broker.url(),
                kafka.bootstrapServers(),
                databaseUrl,
                ProcessHandle.current().pid(),
                folder.root().toString(),
                started,
                sinceProcessStart().toMillis());
        ready(facts, folder, ports, transcript, posts(camel));
        AlertLines alerts = new AlertLines(kafka.bootstrapServers(), transcript);
        termination.add("alerts", alerts::stop);
        alerts.start();
        return facts;
    }

    private static Duration sinceProcessStart() {
        return Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private interface Part {
        void start() throws Exception;
    }

    private static CompletableFuture<Void> begin(
            String name, Part part, Supplier<String> address, Transcript transcript) {
        Instant begun = Instant.now();
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        part.start();
                    } catch (Exception failed) {
                        throw new CompletionException(failed);
                    }
                    transcript.done(name, address.get(), Duration.between(begun, Instant.now()));
                },
                command -> new Thread(command, "start-" + name).start());
    }

    private static void await(CompletableFuture<Void> part) {
        try {
            part.orTimeout(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new CommandFailure(CommandFailure.UNAVAILABLE, String.valueOf(cause.getMessage()));
        }
    }

    private Map<String, String> properties(DemoFolder folder, DemoPorts ports, String databaseUrl) {
        // AUTO_SERVER lets other processes read the rows while the demo runs; its port must not leave this machine.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", String.valueOf(ports.http()));
        properties.put("management.server.port", String.valueOf(ports.actuator()));
        properties.put("fieldgate.kafka.bootstrap-servers", "127.0.0.1:" + ports.kafka());
        properties.put("fieldgate.mqtt.url", "tcp://127.0.0.1:" + ports.mqtt());
        properties.put("fieldgate.database.url", databaseUrl);
        properties.put("fieldgate.database.username", DATABASE_USER);
        properties.put("fieldgate.database.password", "");
        // Ctrl-C ends the demo within 10 s whatever hangs; what was not stored is still at the MQTT broker.
        properties.put("camel.main.shutdown-timeout", "5");
        properties.put("fieldgate.intake.root", folder.intake().toString());
        properties.put("fieldgate.intake.checkpoints", folder.checkpoints().toString());
        properties.put("fieldgate.intake.instance", "demo");
        properties.put(
                "fieldgate.ingest.idempotency.folder", folder.idempotency().toString());
        properties.put("fieldgate.disk.folder", folder.checkpoints().toString());
        properties.put("fieldgate.alerts.state-folder", folder.alerts().toString());
        properties.put("fieldgate.notify.file", folder.receivers().toString());
        properties.put("logging.file.name", folder.log().toString());
        properties.put("logging.threshold.console", quiet ? "OFF" : "ERROR");
        return properties;
    }

    private static List<String> awaitRoutes(CamelContext camel) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            List<String> started = camel.getRoutes().stream()
                    .filter(route -> takesMessages(camel, route))
                    .map(Route::getRouteId)
                    .sorted()
                    .toList();
            if (started.size() == camel.getRoutes().size() || System.nanoTime() > deadline) {
                return started;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /**
     * Started is not enough: a source that is still connecting has no subscription, and what devices publish before the
     * first one nobody keeps.
     */
    private static boolean takesMessages(CamelContext camel, Route route) {
        return camel.getRouteController().getRouteStatus(route.getRouteId()).isStarted()
                && (!(route.getConsumer() instanceof HealthCheckAware source)
                        || source.getHealthCheck() == null
                        || source.getHealthCheck().call().getState() == HealthCheck.State.UP);
    }

    private void simulate(
            String bootstrapServers, String mqttUrl, String databaseUrl, Transcript transcript, Termination termination)
            throws InterruptedException {
        try (FirstData data = new FirstData(bootstrapServers, databaseUrl, DATABASE_USER)) {
            Simulator simulator = new Simulator(mqttUrl, devices, messagesPerSecond, Clock.systemUTC());
            termination.add("devices", simulator::stop);
            Instant begun = Instant.now();
            simulator.start();
            transcript.done(
                    "devices",
                    devices + " simulated: 1 sends bad data, 1 goes silent, 1 overheats",
                    Duration.between(begun, Instant.now()));
            Instant deadline = begun.plus(LONGEST_FIRST_DATA);
            while (!data.isComplete()
                    && Instant.now().isBefore(deadline)
                    && !termination.await(0, TimeUnit.MILLISECONDS)) {
                data.look();
            }
            sign(transcript, "first record", data.record(), begun);
            sign(transcript, "first row", data.row(), begun);
            sign(transcript, "first dead letter", data.deadLetter(), begun);
        }
    }

    private static void sign(Transcript transcript, String what, FirstData.@Nullable Sign sign, Instant begun) {
        if (sign == null) {
            transcript.odd(what, "none within " + LONGEST_FIRST_DATA.toSeconds() + " s");
        } else {
            transcript.done(what, sign.place(), Duration.between(begun, sign.at()));
            transcript.line("     " + sign.text());
        }
    }

    /** A command for each route that takes HTTP. */
    private static List<String> posts(CamelContext camel) {
        return camel.getRoutes().stream()
                .map(Route::getEndpoint)
                .filter(IngestEndpoint.class::isInstance)
                .map(endpoint -> ((IngestEndpoint) endpoint).example())
                .toList();
    }

    private static void ready(
            DemoFacts facts, DemoFolder folder, DemoPorts ports, Transcript transcript, List<String> posts) {
        transcript.line("");
        transcript.line(" Ready in %.1f s".formatted(facts.startedInMs() / 1000.0));
        transcript.line("   Console   " + facts.http() + "  (in a browser)");
        transcript.line("   HTTP      " + facts.http() + "/v3/api-docs  (OpenAPI)");
        transcript.line("   Health    " + facts.actuator() + "/health");
        transcript.line("   Metrics   " + facts.actuator() + "/prometheus");
        transcript.line("   Database  " + facts.database() + "  (user " + DATABASE_USER + ", no password)");
        transcript.line("   Files     " + folder.intake().resolve("telemetry") + "  (drop NDJSON or CSV here)");
        transcript.line("   Log       " + folder.log());
        transcript.line(
                "   Alerts    below, as they come (rules: config/alerts.yaml, topic: " + AlertLines.TOPIC + ")");
        transcript.line(" Try, in another terminal:");
        transcript.line(
                "   mosquitto_pub -p " + ports.mqtt()
                        + " -q 1 -t plant/north/my-device/telemetry -m '{\"ts\":\"2026-01-01T00:00:00Z\",\"temperature\":21.5}'");
        posts.forEach(post -> transcript.line("   " + post));
        transcript.line("   echo '{\"device\":\"my-device\",\"temperature\":21.5}' > "
                + folder.intake().resolve("telemetry").resolve("mine.ndjson"));
        transcript.line("   kcat -b " + facts.kafka() + " -t telemetry -o end -f '%k %s\\n'");
        transcript.line(" Ctrl-C stops everything; the next start goes on with its data.");
    }
}
