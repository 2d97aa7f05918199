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
        Path routes = workbench.folder("routes-" + target.topic());
        Files.writeString(routes.resolve("bench.camel.yaml"), ROUTE.formatted(Load.FILTER, target.topic()));
        Map<String, String> environment = new HashMap<>();
        environment.put("FIELDGATE_MQTT_URL", target.mqtt().toString());
        environment.put("FIELDGATE_MQTT_CLIENTID", target.clientId());
        environment.put("FIELDGATE_KAFKA_BOOTSTRAPSERVERS", target.bootstrapServers());
        environment.put("SERVER_PORT", String.valueOf(Workbench.freePort()));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(Workbench.freePort()));
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:" + routes + "/*.camel.yaml");
        environment.put("JAVA_OPTS", String.join(" ", workbench.jvm()));
        String script = Path.of("fieldgate").toAbsolutePath().toString();
        return workbench.start("fieldgate", List.of(script, "run"), environment);
    }
}
