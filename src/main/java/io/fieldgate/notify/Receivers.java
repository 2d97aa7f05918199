package io.fieldgate.notify;

import io.fieldgate.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config/receivers.yaml} says. A receiver that has problems is left out, the others work; so is a route, whose
 * alerts stay with the one above it.
 *
 * @param byName those that work
 * @param route to those that are told when a rule names none
 * @param outgoing which addresses may be asked
 * @param problems in the order of the file
 */
record Receivers(
        Map<String, Receiver> byName,
        Route route,
        List<Inhibition> inhibitions,
        Map<String, MuteTime> muteTimes,
        Outgoing outgoing,
        List<Problem> problems) {
    @Nullable
    Receiver receiver(String name) {
        return byName.get(name);
    }

    boolean isMuted(Receiver receiver, Instant now) {
        return receiver.muteTimes().stream().anyMatch(name -> {
            MuteTime time = muteTimes.get(name);
            return time != null && time.contains(now);
        });
    }
}
