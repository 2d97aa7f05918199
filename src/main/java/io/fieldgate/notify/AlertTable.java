package io.fieldgate.notify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The present state of the topic {@code alerts}: all that are pending or firing, and the last that ended. Not thread-safe. */
final class AlertTable {
    /** Ended alerts that are still shown; the topic keeps one for each rule, topic and device that ever raised one. */
    private static final int MOST_ENDED = 1_000;

    private final Map<String, Alert> active = new TreeMap<>();
    private final Map<String, Alert> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Alert> eldest) {
            return size() > MOST_ENDED;
        }
    };

    void put(Alert alert) {
        String fingerprint = alert.fingerprint();
        ended.remove(fingerprint);
        if (alert.isOpen()) {
            active.put(fingerprint, alert);
            return;
        }
        active.remove(fingerprint);
        if (alert.state() == Alert.State.RESOLVED) {
            ended.put(fingerprint, alert);
        }
    }

    /** What it was; null when it was not known. */
    @Nullable
    Alert remove(String fingerprint) {
        Alert before = ended.remove(fingerprint);
        Alert removed = active.remove(fingerprint);
        return removed == null ? before : removed;
    }

    void clear() {
        active.clear();
        ended.clear();
    }

    @Nullable
    Alert active(String fingerprint) {
        return active.get(fingerprint);
    }

    @Nullable
    Alert ended(String fingerprint) {
        return ended.get(fingerprint);
    }

    Collection<Alert> active() {
        return active.values();
    }

    /** First what fires, then what is pending, then what has ended; of each those that began last come first. */
    List<Alert> all() {
        List<Alert> all = new ArrayList<>(active.values());
        all.addAll(ended.values());
        all.sort(Comparator.comparing(AlertTable::rank)
                .thenComparing(Alert::since, Comparator.reverseOrder())
                .thenComparing(Alert::fingerprint));
        return all;
    }

    private static int rank(Alert alert) {
        return alert.isFiring() ? 0 : alert.isOpen() ? 1 : 2;
    }
}
