package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of each device, on the heap. Kafka Streams' own store keeps its keys in order, and each reading pays for
 * that with the comparisons of two ways down a tree. Used by one thread; {@link #range} is slow.
 */
class HashStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Map<Bytes, byte[]> content;
    private boolean open;

    /** @param content what it begins with, and works on */
    HashStore(String name, Map<Bytes, byte[]> content) {
        this.name = name;
        this.content = content;
    }

    static KeyValueBytesStoreSupplier supplier(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new HashStore(name, new HashMap<>());
            }

            @Override
            public String metricsScope() {
                return "in-memory";
            }
        };
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            content.remove(key);
        } else {
            content.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        return content.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return content.remove(key);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return content.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        NavigableMap<Bytes, byte[]> sorted = new TreeMap<>(content);
        NavigableMap<Bytes, byte[]> upper = from == null ? sorted : sorted.tailMap(from, true);
        return new Entries(to == null ? upper : upper.headMap(to, true));
    }

    /** In no order, as they are now. */
    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Entries(content);
    }

    private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final List<Map.Entry<Bytes, byte[]>> entries;
        private int next;

        private Entries(Map<Bytes, byte[]> of) {
            entries = new ArrayList<>(of.entrySet());
        }

        @Override
        public boolean hasNext() {
            return next < entries.size();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<Bytes, byte[]> entry = entries.get(next++);
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            return entries.get(next).getKey();
        }

        @Override
        public void close() {
            next = entries.size();
        }
    }

    @Override
    public long approximateNumEntries() {
        return content.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void flush() {
        // Kafka has a copy already.
    }

    @Override
    public void close() {
        open = false;
        content.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
