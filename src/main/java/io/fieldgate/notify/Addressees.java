package io.fieldgate.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is told of an alert, and by which route. It is asked again and again while an alert stands, and a tree of routes has many
 * matchers, so where each alert arrives is found once. Not thread-safe.
 */
final class Addressees {
    /** Of more alerts it is found anew. */
    private static final int MOST = 50_000;

    private final Receivers receivers;
    private final Map<String, Arrived> arrived = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Arrived> eldest) {
            return size() > MOST;
        }
    };

    /** Where the routes lead an alert; it may have other labels later. */
    private record Arrived(Map<String, String> labels, List<Route> ends, List<String> names) {}

    Addressees(Receivers receivers) {
        this.receivers = receivers;
    }

    Receivers receivers() {
        return receivers;
    }

    /** Who is to be told of an alert, by name: whom its rule names, or else whom the routes lead to. */
    List<String> of(Alert alert) {
        return alert.receivers().isEmpty() ? arrived(alert).names : alert.receivers();
    }

    /** By which route an alert comes to a receiver: the first that leads there. Whom the rule names is told as by the root. */
    Route route(Alert alert, Receiver receiver) {
        return alert.receivers().isEmpty()
                ? arrived(alert).ends.stream()
                        .filter(end -> end.receivers().contains(receiver.name()))
                        .findFirst()
                        .orElse(receivers.route())
                : receivers.route();
    }

    private Arrived arrived(Alert alert) {
        Arrived known = arrived.get(alert.fingerprint());
        if (known == null || !known.labels.equals(alert.labels())) {
            List<Route> ends = receivers.route().ends(alert.labels());
            known = new Arrived(
                    alert.labels(),
                    ends,
                    ends.stream()
                            .flatMap(end -> end.receivers().stream())
                            .distinct()
                            .toList());
            arrived.put(alert.fingerprint(), known);
        }
        return known;
    }
}
