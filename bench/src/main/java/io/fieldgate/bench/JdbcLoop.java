package io.fieldgate.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic into a table by hand: poll, upsert as one batch that the driver rewrites into statements of many rows, commit the
 * rows, commit the offsets. No second thread, no dead letters, no reconnect; ends at the first failure. {@code JdbcLoop
 * BOOTSTRAP TOPIC URL}.
 */
final class JdbcLoop {
    private static final int MOST = 2_000;

    private JdbcLoop() {}

    public static void main(String[] arguments) throws Exception {
        Thread loop = new Thread(() -> {
            try {
                copy(arguments[0], arguments[1], arguments[2]);
            } catch (Exception failure) {
                Records.fail(failure);
            }
        });
        loop.start();
        Parent.serve(arguments[1]);
    }

    private static void copy(String servers, String topic, String url) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                topic,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                MOST);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Connection connection = TelemetryTable.connect(url + "&reWriteBatchedInserts=true")) {
            connection.setAutoCommit(false);
            consumer.subscribe(List.of(topic));
            try (PreparedStatement upsert = connection.prepareStatement(TelemetryTable.UPSERT)) {
                while (true) {
                    ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                    if (polled.isEmpty()) {
                        continue;
                    }
                    for (ConsumerRecord<byte[], byte[]> message : polled) {
                        Object[] values = TelemetryTable.values(message);
                        for (int i = 0; i < values.length; i++) {
                            upsert.setObject(i + 1, values[i]);
                        }
                        upsert.addBatch();
                    }
                    int[] unused = upsert.executeBatch();
                    connection.commit();
                    consumer.commitSync();
                }
            }
        }
    }
}
