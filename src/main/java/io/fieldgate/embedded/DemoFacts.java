package io.fieldgate.embedded;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What {@code --json} prints. Scripts rely on it: components are added, none is renamed.
 *
 * @param kafka host:port
 * @param database JDBC URL; user sa without password
 * @param data the folder
 * @param routes ids of the routes that run
 * @param startedInMs from the start of the process to the first data
 */
@JsonPropertyOrder({"http", "actuator", "mqtt", "kafka", "database", "pid", "data", "routes", "startedInMs"})
record DemoFacts(
        String http,
        String actuator,
        String mqtt,
        String kafka,
        String database,
        long pid,
        String data,
        List<String> routes,
        long startedInMs) {}
