package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A node of Debian's RabbitMQ with folders, ports and a name service of its own. */
public final class RabbitMqProcess {
    /** The largest message that it takes. */
    public static final int MOST_BYTES = 1_000_000;

    /** The script that runs it as the user who calls it. */
    private static final Path SCRIPT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final Path CONTROL = SCRIPT.resolveSibling("rabbitmqctl");

    private final int port = Ports.free();
    private final int nodePort = Ports.free();
    private final int namesPort = Ports.free();
    private @Nullable Path folder;
    private @Nullable Process process;

    /** Starts it and waits until it answers. Passes the test over where it is not installed: Qpid has the same tests. */
    public void start() throws IOException {
        assumeTrue(Files.isExecutable(SCRIPT), () -> Programs.missing("rabbitmq-server", "rabbitmq-server"));
        Path made = Files.createTempDirectory("rabbitmq");
        folder = made;
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString())
                .redirectErrorStream(true)
                .redirectOutput(made.resolve("output.txt").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", made.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(namesPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "fieldgate" + port + "@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(nodePort));
        environment.put("RABBITMQ_MNESIA_BASE", made.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", made.resolve("log").toString());
        environment.put("RABBITMQ_PID_FILE", made.resolve("pid").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                Files.writeString(made.resolve("plugins"), "[].").toString());
        environment.put(
                "RABBITMQ_CONFIG_FILE",
                Files.writeString(
                                made.resolve("rabbitmq.conf"),
                                "disk_free_limit.absolute = 1MB\nmax_message_size = " + MOST_BYTES + "\n")
                        .toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", made.resolve("none").toString());
        Process started = builder.start();
        process = started;
        await().atMost(120, SECONDS).until(() -> {
            if (!started.isAlive()) {
                throw new AssertionError("RabbitMQ did not start: " + Files.readString(made.resolve("output.txt")));
            }
            return Files.readString(made.resolve("output.txt")).contains("completed with") && Ports.isOpen(port);
        });
    }

    public int port() {
        return port;
    }

    /** As {@code rabbitmqctl} with these arguments. */
    public void control(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(CONTROL.toString(), "-n", "fieldgate" + port + "@localhost"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", Objects.requireNonNull(folder).toString());
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(namesPort));
        Process called = builder.start();
        String said = new String(called.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(called.waitFor()).as(said).isZero();
    }

    /** Ends it, its helpers and its name service, and removes what it kept. */
    public void close() {
        try {
            Process running = process;
            if (running != null) {
                List<ProcessHandle> all = running.descendants().toList();
                running.destroyForcibly();
                all.forEach(ProcessHandle::destroyForcibly);
                for (ProcessHandle each : all) {
                    each.onExit().get(60, TimeUnit.SECONDS);
                }
                endNames();
            }
            if (folder != null) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("RabbitMQ does not end", failed);
        }
    }

    /** Erlang starts a name service for its first node and leaves it. */
    private void endNames() throws IOException, InterruptedException {
        new ProcessBuilder("epmd", "-port", Integer.toString(namesPort), "-kill")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }
}
