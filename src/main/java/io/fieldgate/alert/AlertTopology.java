package io.fieldgate.alert;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * Each topic that rules judge is read by a processor of its own, which keeps in one store what its rules remember of each
 * device; all write to the topic of alerts.
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

    /** The topology for these topics, one at least. */
    Topology topology(Collection<String> topics) {
        Topology topology = new Topology();
        EventClock clock = new EventClock(now);
        for (String topic : topics) {
            topology.addSource(
                            AutoOffsetReset.byDuration(LOOK_BACK),
                            "read-" + topic,
                            clock,
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer(),
                            topic)
                    .addProcessor("judge-" + topic, () -> processor(topic), "read-" + topic)
                    .addStateStore(
                            Stores.keyValueStoreBuilder(stores.apply(store(topic)), Serdes.Bytes(), Serdes.ByteArray()),
                            "judge-" + topic)
                    .addSink(
                            "tell-" + topic,
                            output,
                            new ByteArraySerializer(),
                            new ByteArraySerializer(),
                            "judge-" + topic);
        }
        return topology;
    }

    /** The store of a topic, whose name is part of that of its topic in Kafka. */
    static String store(String topic) {
        return "state-" + topic;
    }

    private RuleProcessor processor(String topic) {
        return new RuleProcessor(topic, book, horizon, meters, now);
    }
}
