package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * An MQTT broker in a process of its own, which can be stopped, killed and paused, and started again on the same port and
 * data. Mosquitto with the settings of {@code config/mosquitto} unless the system property {@code fieldgate.test.broker}
 * is {@code artemis}: then it is the embedded broker.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final boolean ARTEMIS = "artemis".equals(System.getProperty("fieldgate.test.broker"));
    private static final Path SHIPPED_SETTINGS = Path.of("config/mosquitto/mosquitto.conf");

    /** What Mosquitto has on disk after a {@code kill -9}. Artemis always keeps everything. */
    public enum Durability {
        /** Everything that it has acknowledged: the settings as shipped. */
        EVERY_CHANGE("true", "1"),
        /** All but the last second, at a speed that does not fall with the number of waiting messages. */
        LAST_SECOND("false", "1"),
        /** Next to nothing: Mosquitto's own defaults. */
        NONE("false", "1800");

        private final String autosaveOnChanges;
        private final String autosaveInterval;

        Durability(String autosaveOnChanges, String autosaveInterval) {
            this.autosaveOnChanges = autosaveOnChanges;
            this.autosaveInterval = autosaveInterval;
        }
    }

    private final Path folder;
    private final Durability durability;
    private final int port = Ports.free();
    private @Nullable Child child;

    public BrokerProcess(Path folder, Durability durability) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.durability = durability;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Whether it forgets its sessions at a {@code kill -9} when it is left at its defaults; Artemis never does. */
    public static boolean isMosquitto() {
        return !ARTEMIS;
    }

    /** Starts it and returns when its port is open. */
    public Instant start() throws IOException {
        child = Child.start("broker", folder, command());
        Child started = child;
        await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!started.isAlive()) {
                throw new AssertionError("The MQTT broker did not start: " + started.output());
            }
            return Ports.isOpen(port);
        });
        return Instant.now();
    }

    /** As {@code kill}. */
    public void stop() throws InterruptedException {
        child().stop();
    }

    /** As {@code kill -9}. */
    public void kill() {
        child().kill();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }

    private Child child() {
        if (child == null) {
            throw new IllegalStateException("start() comes first");
        }
        return child;
    }

    private List<String> command() throws IOException {
        if (ARTEMIS) {
            return Child.java(
                    List.of(),
                    ArtemisMain.class.getName(),
                    folder.resolve("data").toString(),
                    Integer.toString(port));
        }
        Path settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, settings());
        return List.of(mosquitto(), "-c", settings.toString());
    }

    private String settings() throws IOException {
        String settings = Files.readString(SHIPPED_SETTINGS);
        settings = with(settings, "listener", port + " 127.0.0.1");
        settings = with(settings, "persistence_location", Files.createDirectories(folder.resolve("data")) + "/");
        settings = with(settings, "autosave_on_changes", durability.autosaveOnChanges);
        settings = with(settings, "autosave_interval", durability.autosaveInterval);
        // Started as root it would become the user 'mosquitto', who may not write here.
        return settings + "user " + System.getProperty("user.name") + "\n";
    }

    private static String with(String settings, String key, String value) {
        Pattern line = Pattern.compile("^" + key + " .*$", Pattern.MULTILINE);
        Assertions.assertThat(line.matcher(settings).find())
                .as(SHIPPED_SETTINGS + " sets " + key)
                .isTrue();
        return line.matcher(settings).replaceFirst(key + " " + value);
    }

    private static String mosquitto() {
        List<Path> folders = new ArrayList<>(Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList());
        folders.add(Path.of("/usr/sbin"));
        for (Path folder : folders) {
            Path file = folder.resolve("mosquitto");
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        String missing = "Mosquitto is not installed; these tests need it: apt-get install mosquitto";
        if (System.getenv("CI") != null) {
            throw new AssertionError(missing);
        }
        return Assumptions.abort(missing);
    }
}
