package io.fieldgate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway as its user starts it: the script, in a process of its own, which can be killed. */
public final class GatewayProcess implements AutoCloseable {
    /** Little memory, so that a leak shows; and no compiler for the long run, which a process of a minute pays and never sees. */
    private static final String OPTIONS = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static boolean prepared;

    private final Process process;
    private final Path output;
    private final Path errors;

    private GatewayProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        // One that a test has paused would outlive everybody.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts {@code ./fieldgate} with these arguments and environment; what it prints is kept in the folder. */
    public static GatewayProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return startFrom(Path.of("").toAbsolutePath(), folder, environment, arguments);
    }

    /** The same, called in another folder. */
    public static GatewayProcess startFrom(
            Path caller, Path folder, Map<String, String> environment, String... arguments) throws IOException {
        prepare();
        List<String> command =
                new ArrayList<>(List.of(Path.of("fieldgate").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(caller.toFile());
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "err", ".txt");
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        return new GatewayProcess(builder.start(), output, errors);
    }

    /** The first start ever prepares the others, which takes a while, and is lost when it is killed: no test waits for it. */
    private static synchronized void prepare() throws IOException {
        if (prepared) {
            return;
        }
        Process first = new ProcessBuilder(Path.of("fieldgate").toAbsolutePath().toString(), "--version")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        first.onExit().join();
        prepared = true;
    }

    /**
     * Points {@code run} at these brokers and at an H2 file in the folder, without alert rules; more may be put into it.
     */
    public static Map<String, String> environment(
            Path folder, String bootstrapServers, String mqttUrl, int actuatorPort) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_OPTS", OPTIONS);
        environment.put("FIELDGATE_KAFKA_BOOTSTRAPSERVERS", bootstrapServers);
        environment.put("FIELDGATE_MQTT_URL", mqttUrl);
        environment.put("FIELDGATE_DATABASE_URL", "jdbc:h2:file:" + folder.resolve("h2/fieldgate"));
        environment.put("FIELDGATE_DATABASE_USERNAME", "sa");
        environment.put("FIELDGATE_INTAKE_ROOT", folder.resolve("intake").toString());
        environment.put(
                "FIELDGATE_INTAKE_CHECKPOINTS", folder.resolve("checkpoints").toString());
        environment.put(
                "FIELDGATE_INGEST_IDEMPOTENCY_FOLDER",
                folder.resolve("idempotency").toString());
        environment.put("FIELDGATE_ALERTS_ENABLED", "false");
        environment.put("SERVER_PORT", String.valueOf(Ports.free()));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(actuatorPort));
        return environment;
    }

    public String output() throws IOException {
        return Files.readString(output);
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Both, for a test that has to say why nothing comes. */
    public String said() {
        try {
            return (isAlive() ? "" : "the gateway has ended\n") + output() + errors();
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    /**
     * Waits for a sign of it. Says what it has said if none comes within so many seconds, and at once if it has ended.
     */
    public void await(int seconds, Callable<Boolean> sign) {
        Awaitility.await()
                .atMost(seconds, TimeUnit.SECONDS)
                .failFast(() -> assertThat(isAlive()).as(this::said).isTrue())
                .untilAsserted(() -> assertThat(sign.call()).as(this::said).isTrue());
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As {@code kill}; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exit(90);
    }

    /** As {@code kill -STOP}: it stands still, and keeps its connections. */
    public void pause() throws IOException, InterruptedException {
        Child.signal(process.pid(), "STOP");
    }

    public void resume() throws IOException, InterruptedException {
        Child.signal(process.pid(), "CONT");
    }

    /** Bytes of its heap that are in use after a garbage collection. */
    public long liveHeap() throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(tool, Long.toString(pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String table = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // "Total        398736       21337832"
        return table.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("jcmd says: " + table));
    }

    /** Waits for its end by itself; returns the exit code. */
    public int exit(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }
}
