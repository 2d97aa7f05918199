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

    /** Who is to be told of an alert, by name: whom its rule names, or else whom the routes lead to. */
    List<String> of(Alert alert) {
        return alert.receivers().isEmpty()
                ? ends(alert).stream()
                        .flatMap(end -> end.receivers().stream())
                        .distinct()
                        .toList()
                : alert.receivers();
    }

    /** By which route an alert comes to a receiver: the first that leads there. Whom the rule names is told as by the root. */
    Route route(Alert alert, Receiver receiver) {
        return alert.receivers().isEmpty()
                ? ends(alert).stream()
                        .filter(end -> end.receivers().contains(receiver.name()))
                        .findFirst()
                        .orElse(route)
                : route;
    }

    private List<Route> ends(Alert alert) {
        return route.ends(alert.labels());
    }

    boolean isMuted(Receiver receiver, Instant now) {
        return receiver.muteTimes().stream().anyMatch(name -> {
            MuteTime time = muteTimes.get(name);
            return time != null && time.contains(now);
        });
    }
}
