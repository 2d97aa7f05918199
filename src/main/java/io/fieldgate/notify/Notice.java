package io.fieldgate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a receiver is told at once: the alerts of one group. It stays as it is over all attempts to deliver it.
 *
 * @param group what the alerts have in common, and why they are told together
 * @param firing not empty unless {@code resolved} is not
 * @param truncated how many more fire that were told before
 * @param more whether there is more that is new, and told next
 * @param quiet when nobody is told; the ends of {@code resolved} are only noted
 */
record Notice(
        Receiver receiver,
        Group.Key group,
        Instant at,
        List<Alert> firing,
        List<Alert> resolved,
        int truncated,
        boolean more,
        boolean quiet) {
    Notice {
        firing = List.copyOf(firing);
        resolved = List.copyOf(resolved);
    }

    boolean isFiring() {
        return !firing.isEmpty();
    }

    List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>(firing);
        alerts.addAll(resolved);
        return alerts;
    }

    /** What the log says once it was told. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Alert alert : firing) {
            Told told = Told.of(receiver.name(), alert, at);
            entries.add(new Entry(told.key(), told.json()));
        }
        resolved.forEach(alert -> entries.add(new Entry(Told.key(receiver.name(), alert.episode()), null)));
        return entries;
    }

    /** As Alertmanager names groups. */
    String groupKey() {
        List<String> labels = new ArrayList<>();
        group.labels().forEach((name, value) -> labels.add(name + "=\"" + value + "\""));
        return receiver.name() + group.route() + ":{" + String.join(", ", labels) + "}";
    }
}
