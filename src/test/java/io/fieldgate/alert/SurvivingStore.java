package io.fieldgate.alert;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/** The store of alerts, but that its content outlives its topology, as that in Kafka does. */
final class SurvivingStore extends HashStore {
    private boolean open;

    private SurvivingStore(String name, NavigableMap<Bytes, byte[]> content) {
        super(name, content);
    }

    static KeyValueBytesStoreSupplier supplier(String name, Map<String, NavigableMap<Bytes, byte[]>> contents) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new SurvivingStore(name, contents.computeIfAbsent(name, store -> new TreeMap<>()));
            }

            @Override
            public String metricsScope() {
                return "surviving";
            }
        };
    }

    /** What Kafka would bring back is here already. */
    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
