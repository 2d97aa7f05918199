package io.fieldgate.alert;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * Each topic that rules judge is read by a processor of its own, which keeps in one store what its rules remember of each
 * device; all write to the topic of alerts. Records for rules with a key go through a topic of Kafka Streams' own, with as
 * many partitions, in which all of a key are together; what is judged there has a store of its own.
 *
 * @param stores makes the store of a name
 * @param now milliseconds since 1970
 */
record AlertTopology(
        RuleBook book,
        String output,
        Function<String, KeyValueBytesStoreSupplier> stores,
        Horizon horizon,
        AlertMeters meters,
        LongSupplier now) {
    /**
     * Where rules begin that have never judged a topic: alerts of what is long past help nobody. A gateway that has read
     * before goes on where it was.
     */
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);

    static AlertTopology of(
            RuleBook book, AlertProperties properties, Horizon horizon, AlertMeters meters, LongSupplier now) {
        return new AlertTopology(
                book,
                properties.topic(),
                switch (properties.store()) {
                    case MEMORY -> HashStore::supplier;
                    case ROCKSDB -> Stores::persistentKeyValueStore;
                },
                horizon,
                meters,
                now);
    }

    /**
     * The topology of these parts, one at least. Kafka Streams numbers its tasks by the order in which sources stand here, so
     * those that sort by keys come last: the numbers of the others stay when rules get keys, and with them their folders.
     */
    Topology topology(Collection<Division> divisions) {
        StreamsBuilder builder = new StreamsBuilder();
        EventClock clock = new EventClock(now);
        Map<String, KStream<byte[], byte[]>> records = new TreeMap<>();
        for (String topic : Division.topics(divisions)) {
            Consumed<byte[], byte[]> how = Consumed.<byte[], byte[]>as("read-" + topic)
                    .withKeySerde(bytes())
                    .withValueSerde(bytes())
                    .withTimestampExtractor(clock)
                    .withOffsetResetPolicy(AutoOffsetReset.byDuration(LOOK_BACK));
            records.put(topic, builder.stream(topic, how));
        }
        for (boolean isKeyed : new boolean[] {false, true}) {
            records.forEach((topic, ofTopic) -> {
                Division division = new Division(topic, isKeyed);
                if (divisions.contains(division)) {
                    judge(division, isKeyed ? sorted(division, ofTopic) : ofTopic, builder);
                }
            });
        }
        return builder.build();
    }

    private KStream<byte[], byte[]> sorted(Division keys, KStream<byte[], byte[]> records) {
        return records.process(() -> new KeyProcessor(keys, book, meters, now), Named.as(keys.node("find")))
                .repartition(Repartitioned.<byte[], byte[]>as(keys.sorted())
                        .withKeySerde(bytes())
                        .withValueSerde(bytes()));
    }

    private void judge(Division division, KStream<byte[], byte[]> records, StreamsBuilder builder) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(stores.apply(division.store()), Serdes.Bytes(), Serdes.ByteArray()));
        records.process(
                        () -> new RuleProcessor(division, book, horizon, meters, now),
                        Named.as(division.node("judge")),
                        division.store())
                .to(
                        output,
                        Produced.<byte[], byte[]>as(division.node("tell"))
                                .withKeySerde(bytes())
                                .withValueSerde(bytes()));
    }

    private static Serde<byte[]> bytes() {
        return Serdes.ByteArray();
    }
}
