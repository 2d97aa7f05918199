package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the alerts of one partition stand, as part of what the meters count. Not thread-safe. */
final class AlertTally {
    private final AlertMeters meters;
    private final Map<String, Map<Phase, Integer>> counts = new HashMap<>();

    AlertTally(AlertMeters meters) {
        this.meters = meters;
    }

    /** An alert stands elsewhere now; null: it was not known before, or is no more. */
    void moved(String rule, @Nullable Phase from, @Nullable Phase to) {
        add(rule, from, -1);
        add(rule, to, 1);
    }

    private void add(String rule, @Nullable Phase phase, int number) {
        // Those that rest are of no interest, and by far the most.
        if (phase != null && phase != Phase.INACTIVE) {
            counts.computeIfAbsent(rule, name -> new EnumMap<>(Phase.class)).merge(phase, number, Integer::sum);
            meters.stand(rule, phase, number);
        }
    }

    /** Takes all of it back. */
    void clear() {
        counts.forEach((rule, phases) -> phases.forEach((phase, number) -> meters.stand(rule, phase, -number)));
        counts.clear();
    }
}
