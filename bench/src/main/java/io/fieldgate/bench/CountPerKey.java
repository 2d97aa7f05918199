package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.springframework.util.FileSystemUtils;

/**
 * The least that remembers something of each device and loses none of it: Kafka Streams with Fieldgate's settings, which
 * counts readings and tells nobody. {@code CountPerKey BOOTSTRAP TOPIC APPLICATION}.
 */
final class CountPerKey {
    static final String STORE = "counts";

    private CountPerKey() {}

    public static void main(String[] arguments) throws IOException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(arguments[1], Consumed.with(Serdes.Bytes(), Serdes.ByteArray()))
                .groupByKey(Grouped.with(Serdes.Bytes(), Serdes.ByteArray()))
                .count(Materialized.<Bytes, Long>as(Stores.inMemoryKeyValueStore(STORE))
                        .withKeySerde(Serdes.Bytes())
                        .withValueSerde(Serdes.Long()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments[2]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 30);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        Path folder = Files.createTempDirectory("fieldgate-bench-count-");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put("auto.offset.reset", "earliest");
        settings.put("compression.type", "lz4");
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        // As Fieldgate does: otherwise the next start waits for a time-out.
        CloseOptions leave = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofSeconds(5));
        streams.start();
        Parent.serve(arguments[1], () -> {
            streams.close(leave);
            FileSystemUtils.deleteRecursively(folder.toFile());
        });
    }
}
