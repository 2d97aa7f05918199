package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT broker in a process of its own, which can be stopped, killed and paused, and started again on the same port and
 * data. The system property {@code fieldgate.test.broker} may name another product than Mosquitto for all tests.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Path SHIPPED_SETTINGS = Path.of("config/mosquitto/mosquitto.conf");

    /** Whose broker it is. */
    public enum Product {
        /** With the settings of {@code config/mosquitto}. */
        MOSQUITTO,
        /** The embedded broker. */
        ARTEMIS,
        /** HiveMQ's community edition. */
        HIVEMQ;

        static final Product CHOSEN = valueOf(
                System.getProperty("fieldgate.test.broker", MOSQUITTO.name()).toUpperCase(Locale.ROOT));
    }

    /** What Mosquitto has on disk after a {@code kill -9}. The others always keep everything. */
    public enum Durability {
        /** Everything but what it acknowledged in the last moment, before it saved: the settings as shipped. */
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

    private final Product product;
    private final Path folder;
    private final Durability durability;
    private final int port = Ports.free();
    private @Nullable Child child;

    public BrokerProcess(Path folder, Durability durability) throws IOException {
        this(Product.CHOSEN, folder, durability);
    }

    BrokerProcess(Product product, Path folder, Durability durability) throws IOException {
        this.product = product;
        this.folder = Files.createDirectories(folder);
        this.durability = durability;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Whether it forgets its sessions at a {@code kill -9} when it is left at its defaults; the others do not. */
    public static boolean isMosquitto() {
        return Product.CHOSEN == Product.MOSQUITTO;
    }

    /** Starts it and returns when its port is open. */
    public Instant start() throws IOException {
        child = Child.start("broker", folder, command());
        Child started = child;
        await().atMost(180, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
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
        return switch (product) {
            case ARTEMIS -> java(ArtemisMain.class, folder.resolve("data"));
            case HIVEMQ -> java(HiveMqMain.class, folder);
            case MOSQUITTO -> mosquittoCommand();
        };
    }

    private List<String> java(Class<?> main, Path data) {
        return Child.java(List.of(), main.getName(), data.toString(), Integer.toString(port));
    }

    private List<String> mosquittoCommand() throws IOException {
        Path settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, settings());
        return List.of(Programs.needed("mosquitto", "mosquitto").toString(), "-c", settings.toString());
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
}
