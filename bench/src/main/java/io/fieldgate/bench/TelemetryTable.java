package io.fieldgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The shipped table {@code telemetry}, for contenders that must be told. */
final class TelemetryTable {
    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS "%s" ("device" text NOT NULL, "ts" timestamptz NOT NULL, "site" text,
            "temperature" double precision, "humidity" double precision, "vibration" double precision,
            "battery" double precision, "kafka_topic" text, "kafka_partition" bigint, "kafka_offset" bigint,
            "kafka_timestamp" timestamptz NOT NULL, PRIMARY KEY ("device", "ts"))
            """;

    private static final String COLUMNS = "\"device\", \"ts\", \"site\", \"temperature\", \"humidity\", \"vibration\","
            + " \"battery\", \"kafka_topic\", \"kafka_partition\", \"kafka_offset\", \"kafka_timestamp\"";

    /** What a newer record does to the row of its key; an older one does nothing. */
    private static final String CONFLICT = " ON CONFLICT (\"device\", \"ts\") DO UPDATE SET"
            + " \"site\" = excluded.\"site\", \"temperature\" = excluded.\"temperature\","
            + " \"humidity\" = excluded.\"humidity\", \"vibration\" = excluded.\"vibration\","
            + " \"battery\" = excluded.\"battery\", \"kafka_topic\" = excluded.\"kafka_topic\","
            + " \"kafka_partition\" = excluded.\"kafka_partition\", \"kafka_offset\" = excluded.\"kafka_offset\","
            + " \"kafka_timestamp\" = excluded.\"kafka_timestamp\" WHERE (excluded.\"kafka_timestamp\","
            + " excluded.\"kafka_offset\") > (stored.\"kafka_timestamp\", stored.\"kafka_offset\")";

    static final String UPSERT =
            "INSERT INTO \"telemetry\" AS stored (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + CONFLICT;
    static final String UPSERT_FROM_STAGING =
            "INSERT INTO \"telemetry\" AS stored (" + COLUMNS + ") SELECT " + COLUMNS + " FROM \"staging\"" + CONFLICT;

    private static final List<String> MEASURED = List.of("temperature", "humidity", "vibration", "battery");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TelemetryTable() {}

    static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    /** The parameters of {@link #UPSERT}. */
    static Object[] values(ConsumerRecord<byte[], byte[]> message) throws IOException {
        JsonNode payload = JSON.readTree(message.value());
        Object[] values = new Object[11];
        values[0] = new String(message.key(), StandardCharsets.UTF_8);
        values[1] = OffsetDateTime.parse(payload.path("ts").textValue());
        for (int i = 0; i < MEASURED.size(); i++) {
            values[3 + i] = payload.path(MEASURED.get(i)).doubleValue();
        }
        values[7] = message.topic();
        values[8] = (long) message.partition();
        values[9] = message.offset();
        values[10] = Instant.ofEpochMilli(message.timestamp()).atOffset(ZoneOffset.UTC);
        return values;
    }
}
