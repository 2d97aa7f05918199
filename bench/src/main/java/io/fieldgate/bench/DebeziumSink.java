package io.fieldgate.bench;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debezium's JDBC sink in Kafka Connect. It wants a schema, which each of its records carries. */
final class DebeziumSink {
    private static final String TIME = "\"string\",\"name\":\"io.debezium.time.ZonedTimestamp\"";
    private static final String SCHEMA = Stream.of(
                    field("device", "\"string\""),
                    field("ts", TIME),
                    field("temperature", "\"double\""),
                    field("humidity", "\"double\""),
                    field("vibration", "\"double\""),
                    field("battery", "\"double\""),
                    field("kafka_topic", "\"string\""),
                    field("kafka_partition", "\"int64\""),
                    field("kafka_offset", "\"int64\""),
                    field("kafka_timestamp", TIME))
            .collect(Collectors.joining(",", "{\"type\":\"struct\",\"fields\":[", "]}"));

    private DebeziumSink() {}

    private static String field(String name, String type) {
        return "{\"field\":\"" + name + "\",\"type\":" + type + "}";
    }

    /** Fields that the schema does not name stay in the record and come into no column. */
    static String withSchema(String topic, String device, int number, String json) {
        return "{\"schema\":" + SCHEMA + ",\"payload\":{\"device\":\"" + device + "\",\"kafka_topic\":\"" + topic
                + "\",\"kafka_partition\":0,\"kafka_offset\":" + number
                + ",\"kafka_timestamp\":\"2026-01-01T00:00:00Z\"," + json.substring(1) + "}";
    }

    static Part start(Workbench workbench, String servers, String topic, String url, int batchSize) throws IOException {
        String batch = String.valueOf(batchSize);
        return ConnectWorker.start(
                workbench,
                topic,
                workbench.jvm(),
                "debezium",
                workbench.folder(topic),
                servers,
                Map.of(
                        "value.converter",
                        "org.apache.kafka.connect.json.JsonConverter",
                        "consumer.max.poll.records",
                        batch),
                Map.ofEntries(
                        Map.entry("name", "rows"),
                        Map.entry("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector"),
                        Map.entry("tasks.max", "1"),
                        Map.entry("topics", topic),
                        Map.entry("connection.url", url + "&reWriteBatchedInserts=true"),
                        Map.entry("connection.username", "postgres"),
                        Map.entry("connection.password", "none"),
                        Map.entry("insert.mode", "upsert"),
                        Map.entry("primary.key.mode", "record_value"),
                        Map.entry("primary.key.fields", "device,ts"),
                        Map.entry("schema.evolution", "none"),
                        Map.entry("collection.name.format", "telemetry"),
                        Map.entry("batch.size", batch)));
    }
}
