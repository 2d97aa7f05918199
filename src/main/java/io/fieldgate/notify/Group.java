package io.fieldgate.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts that one receiver is told together. Belongs to {@link Dispatcher}. */
final class Group {
    final Receiver receiver;
    final Map<String, String> labels;
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

    Group(Receiver receiver, Map<String, String> labels, Instant next) {
        this.receiver = receiver;
        this.labels = labels;
        this.next = next;
        this.retry = next;
    }

    Instant due() {
        return pending == null ? next : retry;
    }

    void hurry(Instant when) {
        if (when.isBefore(next)) {
            next = when;
        }
    }
}
