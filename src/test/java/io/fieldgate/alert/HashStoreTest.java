package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class HashStoreTest {
    private final KeyValueStore<Bytes, byte[]> store = HashStore.supplier("s").get();

    @Test
    void remembersTheLatestOfEachKey() {
        put("a", "1");
        put("b", "2");
        put("a", "3");
        put("c", "4");
        store.delete(key("c"));
        store.put(key("b"), null);
        store.putAll(List.of(KeyValue.pair(key("d"), "5".getBytes(UTF_8))));

        assertThat(text(store.get(key("a")))).isEqualTo("3");
        assertThat(store.get(key("b"))).isNull();
        assertThat(text(store.putIfAbsent(key("a"), new byte[0]))).isEqualTo("3");
        assertThat(store.approximateNumEntries()).isEqualTo(2);
        assertThat(read(store.all())).containsExactlyInAnyOrder("a=3", "d=5");
    }

    @Test
    void aRangeIsInOrderAndMayBeOpen() {
        for (String key : List.of("c", "a", "d", "b")) {
            put(key, key);
        }

        assertThat(read(store.range(key("b"), key("c")))).containsExactly("b=b", "c=c");
        assertThat(read(store.range(null, key("b")))).containsExactly("a=a", "b=b");
        assertThat(read(store.range(key("d"), null))).containsExactly("d=d");
    }

    @Test
    void whoeverGoesThroughAllMayChangeThemMeanwhile() {
        put("a", "1");
        put("b", "2");

        int met = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                store.delete(all.next().key);
                met++;
            }
        }

        assertThat(met).isEqualTo(2);
        assertThat(read(store.all())).isEmpty();
    }

    private void put(String key, String value) {
        store.put(key(key), value.getBytes(UTF_8));
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<String> read(KeyValueIterator<Bytes, byte[]> entries) {
        List<String> read = new ArrayList<>();
        entries.forEachRemaining(entry -> read.add(text(entry.key.get()) + "=" + text(entry.value)));
        return read;
    }
}
