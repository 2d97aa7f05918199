package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fieldgate as its user runs it: the script, the unpacked jar, environment variables, one route file. */
final class FieldgateRun {
    private static final String ROUTE = """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: telemetry
                parameters:
                  - { name: filter, value: "%s" }
                  - { name: topic, value: "%s" }
            """;

    private FieldgateRun() {}

    static Part start(Workbench workbench, Target target) throws IOException {
        return start(
                workbench,
                target.topic(),
                target.bootstrapServers(),
                ROUTE.formatted(Load.FILTER, target.topic()),
                Map.of(
                        "FIELDGATE_MQTT_URL", target.mqtt().toString(),
                        "FIELDGATE_MQTT_CLIENTID", target.clientId()));
    }

    /** The same route in a file. */
    static Path routes(Workbench workbench, Target target) throws IOException {
        return Files.writeString(
                workbench.folder("routes-" + target.topic()).resolve("bench.camel.yaml"),
                ROUTE.formatted(Load.FILTER, target.topic()));
    }

    /**
     * Starts it with one route file.
     *
     * @param name of its folder of routes
     * @param routes empty for no file
     * @param more of its environment, in place of what is the same for all
     */
    static Part start(
            Workbench workbench, String name, String bootstrapServers, String routes, Map<String, String> more)
            throws IOException {
        Path folder = workbench.folder("routes-" + name);
        if (!routes.isEmpty()) {
            Files.writeString(folder.resolve("bench.camel.yaml"), routes);
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("FIELDGATE_KAFKA_BOOTSTRAPSERVERS", bootstrapServers);
        environment.putIfAbsent("SERVER_PORT", String.valueOf(Workbench.freePort()));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(Workbench.freePort()));
        environment.put("FIELDGATE_ALERTS_ENABLED", "false");
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:" + folder + "/*.camel.yaml");
        environment.put("JAVA_OPTS", String.join(" ", workbench.jvm()));
        environment.putAll(more);
        String script = Path.of("fieldgate").toAbsolutePath().toString();
        return workbench.start("fieldgate", List.of(script, "run"), environment);
    }
}
