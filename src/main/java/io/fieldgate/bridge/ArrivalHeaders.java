package io.fieldgate.bridge;

import io.fieldgate.message.RecordHeaders;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message from a neighbour, whose names know no case, as those of Camel. They are few, and on a straight way
 * to Kafka they are read once: looking through them costs less than ordering them, as Camel's own map does.
 */
final class ArrivalHeaders extends AbstractMap<String, Object> {
    /** More are ordered: a sender may have set any number. */
    private static final int FEW = 16;

    private final String[] names;
    private final Object[] values;
    private int size;

    private ArrivalHeaders(Map<String, Object> sent, long receivedAt, String transport) {
        names = new String[sent.size() + 2];
        values = new Object[sent.size() + 2];
        sent.forEach(this::add);
        add(RecordHeaders.RECEIVED_AT, receivedAt);
        add(RecordHeaders.SOURCE, transport);
    }

    /**
     * Those of the message and those that each has, not to be changed.
     *
     * @param sent of names that differ in their case alone, one counts
     * @param receivedAt milliseconds since 1970
     */
    static Map<String, Object> of(Map<String, Object> sent, long receivedAt, String transport) {
        if (sent.size() <= FEW) {
            ArrivalHeaders few = new ArrivalHeaders(sent, receivedAt, transport);
            if (few.isDistinct()) {
                return few;
            }
        }
        Map<String, Object> ordered = new CaseInsensitiveMap(sent);
        ordered.put(RecordHeaders.RECEIVED_AT, receivedAt);
        ordered.put(RecordHeaders.SOURCE, transport);
        return ordered;
    }

    private void add(String name, Object value) {
        names[size] = name;
        values[size++] = value;
    }

    private boolean isDistinct() {
        for (int i = 0; i < size; i++) {
            if (indexOf(names[i]) != i) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int index = name instanceof String text ? indexOf(text) : -1;
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && indexOf(text) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> each) {
        for (int i = 0; i < size; i++) {
            each.accept(names[i], values[i]);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        Map<String, Object> copy = new LinkedHashMap<>();
        forEach(copy::put);
        return Collections.unmodifiableMap(copy).entrySet();
    }
}
