package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One that judges readings, from start to start. */
final class AlertContender {
    private static final List<String> NAMES = List.of("count", "fieldgate", "rocksdb", "camel");
    /** One of each kind; the first is the one whose delay is measured. */
    private static final String RULES = """
            rules:
              - name: hot
                topic: %1$s
                when: payload.temperature > 90
                clear: payload.temperature < 80
                value: payload.temperature
                annotations: { summary: "{{ key }} is at {{ value }}" }
              - name: shaking
                topic: %1$s
                when: payload.vibration > 5
                repeated: { times: 3, within: 5m }
              - name: rising
                topic: %1$s
                rate: { of: payload.temperature, per: 1m, over: 5m }
                when: value > 1000
              - name: warm
                topic: %1$s
                aggregate: { function: avg, of: payload.temperature, over: 10m }
                when: value > 95
              - name: silent
                topic: %1$s
                absent: 1h
            """;

    private final String kind;
    private final String name;
    private final String servers;
    private @Nullable Part part;

    private AlertContender(String kind, String name, String servers) {
        this.kind = kind;
        this.name = name;
        this.servers = servers;
    }

    /** @param name of its topics and its consumer group */
    static AlertContender of(String kind, String name, String servers) {
        if (!NAMES.contains(kind)) {
            throw new IllegalArgumentException("There is no contender '" + kind + "', only " + NAMES);
        }
        return new AlertContender(kind, name, servers);
    }

    String readings() {
        return "readings-" + name;
    }

    String alerts() {
        return "alerts-" + name;
    }

    String group() {
        return name;
    }

    /** Where its state is kept in Kafka. */
    @Nullable
    String changelog() {
        return switch (kind) {
            case "camel" -> null;
            case "count" -> name + "-" + CountPerKey.STORE + "-changelog";
            default -> name + "-state-" + readings() + "-changelog";
        };
    }

    void start(Workbench workbench) throws IOException {
        part = switch (kind) {
            case "count" -> workbench.java(kind, workbench.jvm(), CountPerKey.class, servers, readings(), name);
            case "camel" ->
                workbench.java(kind, workbench.jvm(), CamelAlerts.class, servers, readings(), alerts(), name);
            default -> fieldgate(workbench);
        };
    }

    private Part fieldgate(Workbench workbench) throws IOException {
        Path folder = workbench.folder("of-" + name);
        Path rules = Files.writeString(folder.resolve("alerts.yaml"), RULES.formatted(readings()));
        return FieldgateRun.start(
                workbench,
                name,
                servers,
                "",
                Map.of(
                        "FIELDGATE_ALERTS_ENABLED",
                        "true",
                        "FIELDGATE_ALERTS_FILE",
                        rules.toString(),
                        "FIELDGATE_ALERTS_APPLICATIONID",
                        name,
                        "FIELDGATE_ALERTS_TOPIC",
                        alerts(),
                        "FIELDGATE_ALERTS_STORE",
                        kind.equals("rocksdb") ? "rocksdb" : "memory",
                        "FIELDGATE_ALERTS_STATEFOLDER",
                        folder.resolve("state").toString(),
                        // Who is told is not the question here.
                        "FIELDGATE_NOTIFY_ENABLED",
                        "false"));
    }

    Part part() {
        if (part == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return part;
    }
}
