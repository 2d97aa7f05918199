package io.fieldgate.alert;

import io.fieldgate.alert.Formula.None;
import io.fieldgate.message.JsonFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a record, read as far as rules ask for it, and once. Not thread-safe. */
final class Payload {
    private final byte @Nullable [] bytes;
    private final PayloadFields fields;
    private boolean parsed;
    private @Nullable Object tree;
    private boolean looked;
    private @Nullable Object @Nullable [] found;

    /**
     * What is read of some bytes.
     *
     * @param bytes null for a record without a value
     * @param fields read in one pass; others need the whole
     */
    Payload(byte @Nullable [] bytes, PayloadFields fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /** All of it; null when it is not JSON. */
    @Nullable
    Object tree() {
        if (!parsed) {
            tree = bytes == null ? null : JsonPayload.parse(bytes);
            parsed = true;
        }
        return tree;
    }

    /** A {@link Double}, {@link String}, {@link Boolean} or {@link None}. */
    Object at(PayloadPath path) {
        Integer place = parsed ? null : fields.place(path);
        @Nullable Object[] values = place == null ? null : found();
        if (place == null || values == null) {
            return inTree(path);
        }
        Object value = values[place];
        return value == null ? None.FIELD : value == JsonFields.OTHER ? None.ANSWER : value;
    }

    private @Nullable Object @Nullable [] found() {
        if (!looked && bytes != null) {
            found = fields.read(bytes);
        }
        looked = true;
        return found;
    }

    private Object inTree(PayloadPath path) {
        Object value = tree();
        for (String name : path.names()) {
            if (value == null) {
                return None.FIELD;
            }
            if (!(value instanceof Map<?, ?> map)) {
                return None.ANSWER;
            }
            value = map.get(name);
        }
        if (value == null) {
            return None.FIELD;
        }
        return value instanceof Double || value instanceof String || value instanceof Boolean ? value : None.ANSWER;
    }
}
