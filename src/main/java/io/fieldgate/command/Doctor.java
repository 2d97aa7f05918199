package io.fieldgate.command;

import io.fieldgate.database.DatabaseProbe;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.mqtt.MqttProbe;
import io.fieldgate.notify.WebhookProbe;
import io.fieldgate.observe.device.DeviceProperties;
import io.fieldgate.route.lint.RouteGraph;
import io.fieldgate.route.lint.RouteGraph.End;
import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.Settings;
import io.fieldgate.topic.KafkaProbe;
import io.fieldgate.topic.TopicEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Looks at everything at the same time, each thing for a bounded time. */
final class Doctor {
    /** A server's answer is awaited a little less, so that it is the probe that says what is missing. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final Settings settings;
    private final List<End> ends;

    Doctor(Settings settings, List<End> ends) {
        this.settings = settings;
        this.ends = ends;
    }

    /** What the configuration and the routes of the project need. */
    static List<Diagnosis> examine() throws IOException, InterruptedException {
        try {
            return new Doctor(Settings.read(), RouteGraph.of(Path.of("")).ends()).look();
        } catch (Mistake wrong) {
            return List.of(
                    HostProbe.java(),
                    Diagnosis.ill("config", String.valueOf(wrong.getMessage()), "See ./fieldgate lint."));
        }
    }

    /** What is there, in a fixed order. */
    List<Diagnosis> look() throws InterruptedException {
        List<Look> looks = new ArrayList<>(List.of(
                new Look("java", () -> List.of(HostProbe.java())),
                new Look("ports", () -> List.of(ports())),
                new Look("kafka", this::kafka),
                new Look("mqtt", () -> List.of(mqtt())),
                new Look(
                        "database",
                        () -> new DatabaseProbe(settings.database(), settings.tables(), PATIENCE)
                                .look(uses("database")))));
        looks.addAll(webhooks());
        looks.addAll(new Neighbours(settings.environment(), ends, PATIENCE).looks());
        looks.add(new Look("disk", () -> HostProbe.disk(folders())));
        looks.forEach(Look::begin);
        List<Diagnosis> found = new ArrayList<>();
        looks.forEach(look -> found.addAll(look.found()));
        for (Look look : looks) {
            look.end();
        }
        return found;
    }

    private boolean uses(String scheme) {
        return ends.stream().anyMatch(end -> end.scheme().equals(scheme));
    }

    private Diagnosis ports() {
        Environment environment = settings.environment();
        return HostProbe.ports(
                environment.getProperty("server.address", "127.0.0.1"),
                environment.getProperty("server.port", Integer.class, 8080),
                environment.getProperty("management.server.address", "127.0.0.1"),
                environment.getProperty("management.server.port", Integer.class, 8081),
                PATIENCE);
    }

    private List<Diagnosis> kafka() throws InterruptedException {
        Set<String> read = topics(true);
        Set<String> groups = ends.stream()
                .filter(end -> isTopic(end) && end.isSource())
                // Without an id of its own a route gets one when it is made.
                .filter(end -> end.group() != null || !end.route().isEmpty())
                .map(end -> end.group() == null ? TopicEndpoint.groupOf(end.route()) : end.group())
                .collect(Collectors.toCollection(TreeSet::new));
        DeviceProperties devices =
                Binder.get(settings.environment()).bindOrCreate("fieldgate.devices", DeviceProperties.class);
        return new KafkaProbe(settings.kafka(), settings.topics(), PATIENCE)
                .look(new KafkaProbe.Use(read, topics(false), groups, devices.enabled() ? devices.topic() : null));
    }

    /** One look for each, so that none waits for another. */
    private List<Look> webhooks() {
        WebhookProbe probe = new WebhookProbe(settings.webhooks(), PATIENCE);
        return ends.stream()
                .filter(end -> end.scheme().equals(WebhookProbe.ABOUT))
                .map(End::path)
                .distinct()
                .sorted()
                .map(name -> new Look(WebhookProbe.ABOUT, () -> List.of(probe.look(name))))
                .toList();
    }

    private Set<String> topics(boolean isSource) {
        return ends.stream()
                .filter(end -> isTopic(end) && end.isSource() == isSource)
                .map(End::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which topic one with captures is shows only with a message. */
    private static boolean isTopic(End end) {
        return end.scheme().equals("topic") && end.path().matches("[a-zA-Z0-9._-]+");
    }

    private Diagnosis mqtt() throws InterruptedException {
        if (!uses("mqtt")) {
            return Diagnosis.unused("mqtt", "no route uses it");
        }
        Certificates certificates = new Certificates(settings.environment());
        return new MqttProbe(
                        settings.mqtt(),
                        certificates.of("fieldgate.mqtt", settings.mqtt().sslBundle()),
                        PATIENCE)
                .look();
    }

    private Map<String, Path> folders() {
        Map<String, Path> folders = new LinkedHashMap<>();
        if (uses("intake")) {
            folders.put("fieldgate.intake.root", settings.intake().root());
            folders.put("fieldgate.intake.checkpoints", settings.intake().checkpoints());
        }
        if (uses("ingest")) {
            folders.put(
                    "fieldgate.ingest.idempotency.folder",
                    settings.ingest().idempotency().folder());
        }
        folders.put("java.io.tmpdir", Path.of(System.getProperty("java.io.tmpdir")));
        return folders;
    }
}
