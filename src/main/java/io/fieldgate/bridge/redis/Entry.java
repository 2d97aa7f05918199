package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a stream, read from what Redis answers: of a field that is there twice the client's own entries have one value only.
 *
 * @param fields their names and values by turns, in their order; null when the entry was deleted
 */
record Entry(String id, @Nullable List<byte[]> fields) {
    private static final int ID = 0;
    private static final int FIELDS = 1;
    /** Behind the name of a stream. */
    private static final int ENTRIES = 1;

    /** Bytes of its fields. */
    int size() {
        return fields == null
                ? 0
                : fields.stream().mapToInt(field -> field.length).sum();
    }

    /** Of what XREADGROUP answers about one stream; null: nothing has come. */
    static List<Entry> ofStream(@Nullable Object answer) {
        return answer == null ? List.of() : of(list(list(answer).get(0)).get(ENTRIES));
    }

    /** Of a list that may hold nothing in places. */
    static List<Entry> of(Object entries) {
        return list(entries).stream()
                .filter(Objects::nonNull)
                .map(Entry::list)
                .map(entry -> new Entry(text(entry.get(ID)), fields(entry.get(FIELDS))))
                .toList();
    }

    @SuppressWarnings("unchecked") // Redis knows lists, texts and numbers
    private static List<Object> list(Object answer) {
        return (List<Object>) answer;
    }

    static String text(Object answer) {
        return new String((byte[]) answer, UTF_8);
    }

    private static @Nullable List<byte[]> fields(@Nullable Object answer) {
        return answer == null
                ? null
                : list(answer).stream().map(byte[].class::cast).toList();
    }
}
