package io.fieldgate.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Watches what arrives after it was opened: the first record, the first row, the first dead letter, each with the moment
 * at which it was seen in Kafka or in the database itself. Single-threaded.
 */
final class FirstData implements AutoCloseable {
    private static final String TOPIC = "telemetry";
    private static final Duration POLL = Duration.ofMillis(20);

    /** Something that has arrived: when, where, and what. */
    record Sign(Instant at, String place, String text) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String databaseUrl;
    private final String databaseUser;
    private @Nullable Sign record;
    private @Nullable Sign deadLetter;
    private @Nullable Sign row;
    /** The record whose row is looked for. */
    private @Nullable ConsumerRecord<byte[], byte[]> first;

    /** Opens it at the present end of the topics, which must exist. */
    FirstData(String bootstrapServers, String databaseUrl, String databaseUser) {
        this.databaseUrl = databaseUrl;
        this.databaseUser = databaseUser;
        this.consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(TOPIC, TOPIC + ".dlq")) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy; asking for the position makes it happen now, before the first message.
        partitions.forEach(consumer::position);
    }

    /** Looks once, for a short time. */
    void look() {
        for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL)) {
            if (!next.topic().equals(TOPIC)) {
                if (deadLetter == null) {
                    deadLetter = sign(next);
                }
            } else if (record == null) {
                record = sign(next);
                first = next;
            }
        }
        if (row == null && first != null) {
            row = findRow(first);
        }
    }

    private static Sign sign(ConsumerRecord<byte[], byte[]> record) {
        String place = record.topic() + ", partition " + record.partition() + ", offset " + record.offset();
        return new Sign(Instant.now(), place, "key " + text(record.key()) + ", value " + text(record.value()));
    }

    /** What is not text is shown as question marks. */
    private static String text(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0
                ? "(empty)"
                : new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}|\uFFFD", "?");
    }

    private @Nullable Sign findRow(ConsumerRecord<byte[], byte[]> stored) {
        try (Connection connection = DriverManager.getConnection(databaseUrl, databaseUser, "");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT * FROM \"telemetry\" WHERE \"device\" = ? AND \"kafka_partition\" = ? AND \"kafka_offset\" = ?")) {
            select.setString(1, new String(stored.key(), StandardCharsets.UTF_8));
            select.setInt(2, stored.partition());
            select.setLong(3, stored.offset());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Sign(Instant.now(), "table telemetry", text(rows)) : null;
            }
        } catch (SQLException notYet) {
            // The table is made by the route, a moment later.
            return null;
        }
    }

    private static String text(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (!columns.getColumnLabel(column).startsWith("kafka_")) {
                cells.add(columns.getColumnLabel(column) + " " + rows.getString(column));
            }
        }
        return String.join(", ", cells);
    }

    boolean isComplete() {
        return record != null && row != null && deadLetter != null;
    }

    @Nullable Sign record() {
        return record;
    }

    @Nullable Sign row() {
        return row;
    }

    @Nullable Sign deadLetter() {
        return deadLetter;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
