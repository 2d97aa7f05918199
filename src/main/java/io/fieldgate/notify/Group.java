package io.fieldgate.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts that one receiver is told together. Belongs to {@link Dispatcher}. */
final class Group {
    final Receiver receiver;
    final Key key;
    final Timing timing;
    /** By episode; those that are over stay until it was told. */
    final Map<String, Alert> alerts = new LinkedHashMap<>();
    /** When it is looked at next. */
    Instant next;
    /** On its way, or failed and to be tried again. */
    @Nullable
    Notice pending;

    boolean inFlight;
    /** How often the pending notice failed. */
    int failures;
    /** When the pending notice is tried again. */
    Instant retry;

    /**
     * What alerts of a receiver have in common that are told together.
     *
     * @param route the name of that by which they came
     */
    record Key(String route, Map<String, String> labels) {}

    Group(Receiver receiver, Key key, Timing timing, Instant next) {
        this.receiver = receiver;
        this.key = key;
        this.timing = timing;
        this.next = next;
        this.retry = next;
    }

    Instant due() {
        return pending == null ? next : retry;
    }

    /** Whether an alert is part of what is on its way, or to be tried again. */
    boolean isTelling(String episode) {
        return pending != null
                && pending.alerts().stream().anyMatch(alert -> alert.episode().equals(episode));
    }

    void hurry(Instant when) {
        if (when.isBefore(next)) {
            next = when;
        }
    }
}
