package io.fieldgate.alert;

import io.fieldgate.message.JsonFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All places that some expressions look at: one pass over a payload reads them. Thread-safe. */
final class PayloadFields {
    static final PayloadFields NONE = new PayloadFields(List.of());
    /** Each name of a payload is compared with each place; with more of them the whole payload is read at less cost. */
    private static final int MOST = 32;

    private final IdentityHashMap<PayloadPath, Integer> places = new IdentityHashMap<>();
    private final JsonFields fields;

    private PayloadFields(List<PayloadPath> paths) {
        paths.forEach(path -> places.put(path, places.size()));
        fields = new JsonFields(paths.stream().map(PayloadPath::names).toList());
    }

    static PayloadFields of(Collection<Expression> asked) {
        Set<PayloadPath> paths = Collections.newSetFromMap(new IdentityHashMap<>());
        asked.forEach(expression -> paths.addAll(expression.paths()));
        return paths.size() > MOST ? NONE : new PayloadFields(new ArrayList<>(paths));
    }

    /** Null when it is none of these. */
    @Nullable
    Integer place(PayloadPath path) {
        return places.get(path);
    }

    /** What stands at each place, see {@link JsonFields#read}. */
    @Nullable
    Object @Nullable [] read(byte[] payload) {
        return fields.read(payload);
    }
}
