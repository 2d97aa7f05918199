package io.fieldgate.lake;

import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Starts gateways that write the topic {@code telemetry} into the lake, a file each second. */
public final class LakeGateway {
    private LakeGateway() {}

    /**
     * Starts one.
     *
     * @param folder where its files are
     * @param kafka bootstrap servers
     * @param instance its name among the others
     * @param lake where the lake is, and what it needs, as environment variables
     */
    public static GatewayProcess start(Path folder, String kafka, String instance, Map<String, String> lake)
            throws Exception {
        Map<String, String> environment = GatewayProcess.environment(folder, kafka, "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_DATABASE_URL", "");
        environment.put("FIELDGATE_KAFKA_INSTANCE", instance);
        environment.putAll(lake);
        Path route = Files.writeString(folder.resolve("route.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-lake
                    routeId: rows
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: table, value: telemetry }
                      - { name: every, value: 1s }
                      - { name: size, value: 1MB }
                """);
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + route);
        return GatewayProcess.start(folder, environment, "run");
    }
}
