package io.fieldgate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is told what, and when. Pure: time is an argument, what it decides is given to whoever asks by {@link #due}.
 * Not thread-safe.
 *
 * <p>The rules are Alertmanager's, with these differences. An alert's occurrences are told apart, so the end of one is told
 * even when the next has begun already. Another severity is told after {@code group_wait}. The end of what was told is kept
 * until it can be told, however long a silence or a mute time lasts. An acknowledged alert is not repeated.
 */
final class Dispatcher {
    private final Receivers receivers;
    private final Addressees addressees;
    private final Composer composer;
    private final AlertTable table;
    private final Map<String, Map<String, Told>> told = new HashMap<>();
    private final Map<String, Map<Group.Key, Group>> groups = new LinkedHashMap<>();
    /** In which group of each receiver an episode is. */
    private final Map<String, Map<String, Group>> places = new HashMap<>();
    /** When the groups of a receiver are to be looked at; some may have changed since, and are due later. */
    private final Map<String, Instant> wakes = new HashMap<>();

    /** @param table of all alerts, for inhibition; kept up to date by the caller */
    Dispatcher(Addressees addressees, Silences silences, AlertTable table) {
        this.receivers = addressees.receivers();
        this.addressees = addressees;
        this.composer = new Composer(addressees, silences);
        this.table = table;
    }

    /**
     * Begins where another one has ended.
     *
     * @param log what was told so far
     */
    void restore(Collection<Told> log, Instant now) {
        for (Told entry : log) {
            if (receivers.receiver(entry.receiver()) != null) {
                told(entry.receiver()).put(entry.episode(), entry);
            }
        }
        for (Alert alert : table.active()) {
            if (alert.isFiring()) {
                fire(alert, now, now);
            }
        }
        // Whoever was told is told of the end: of what ended meanwhile, and of what a rule tells others of by now.
        for (Told entry : log) {
            Receiver receiver = receivers.receiver(entry.receiver());
            if (receiver != null) {
                Alert alert = table.active(entry.fingerprint());
                Alert known =
                        alert != null && alert.isFiring() && alert.episode().equals(entry.episode())
                                ? alert
                                : ended(entry, now);
                Group group = group(receiver, known, now);
                group.alerts.put(known.episode(), known);
                hurry(group, now);
            }
        }
    }

    private Alert ended(Told entry, Instant now) {
        Alert last = table.ended(entry.fingerprint());
        if (last != null && last.episode().equals(entry.episode())) {
            return last;
        }
        Alert later = table.active(entry.fingerprint());
        return entry.ended(later == null ? now : later.since());
    }

    /** Something has happened to an alert. */
    void accept(Alert alert, Instant now) {
        if (alert.isFiring()) {
            fire(alert, now, null);
        } else if (alert.state() == Alert.State.RESOLVED) {
            end(alert, now);
        }
    }

    /** An alert is taken back without an end, because its rule is gone. */
    void forget(Alert alert, Instant now) {
        end(alert.resolved(now), now);
    }

    /** @param first when a new group is looked at; null: after its wait */
    private void fire(Alert alert, Instant now, @Nullable Instant first) {
        // Whoever was told before, and is by now not to be told, hears of the end only.
        List<String> names = addressees.of(alert);
        places.getOrDefault(alert.episode(), Map.of()).forEach((receiver, group) -> {
            if (!names.contains(receiver)) {
                group.alerts.put(alert.episode(), alert);
            }
        });
        for (String name : names) {
            Receiver receiver = receivers.receiver(name);
            if (receiver != null) {
                Instant waited = now.plus(timing(receiver, alert).groupWait());
                Group group = group(receiver, alert, first == null ? waited : first);
                Alert before = group.alerts.put(alert.episode(), alert);
                if (before != null && !before.severity().equals(alert.severity())) {
                    hurry(group, waited);
                }
            }
        }
    }

    private void end(Alert alert, Instant now) {
        Map<String, Group> by = places.get(alert.episode());
        if (by == null) {
            return;
        }
        by.forEach((receiver, group) -> {
            group.alerts.put(alert.episode(), alert);
            if (group.receiver.resolvedAtOnce() && told(receiver).containsKey(alert.episode())) {
                hurry(group, now);
            }
        });
    }

    private Timing timing(Receiver receiver, Alert alert) {
        return receiver.timing(addressees.route(alert, receiver));
    }

    /**
     * The group of an alert. It is another one than before when the alert's labels have changed, by an escalation or by its
     * rule; then the alert moves there, once what is on its way of it has arrived.
     *
     * @param next when a new group is looked at
     */
    private Group group(Receiver receiver, Alert alert, Instant next) {
        Map<String, Group> by = places.computeIfAbsent(alert.episode(), episode -> new LinkedHashMap<>());
        Group present = by.get(receiver.name());
        Route route = addressees.route(alert, receiver);
        Timing timing = receiver.timing(route);
        Group.Key key = new Group.Key(route.name(), timing.group(alert));
        if (present != null && (present.key.equals(key) || present.isTelling(alert.episode()))) {
            wake(present);
            return present;
        }
        Group found = groups.computeIfAbsent(receiver.name(), first -> new LinkedHashMap<>())
                .computeIfAbsent(key, first -> new Group(receiver, key, timing, next));
        by.put(receiver.name(), found);
        if (present != null) {
            Alert moved = present.alerts.remove(alert.episode());
            if (moved != null) {
                found.alerts.put(moved.episode(), moved);
            }
            forgetIfEmpty(present);
        }
        wake(found);
        return found;
    }

    private Map<String, Told> told(String receiver) {
        return told.computeIfAbsent(receiver, name -> new HashMap<>());
    }

    /**
     * What a receiver is to be told now. Each notice must come back by {@link #delivered} or {@link #failed}.
     *
     * @param most how many notices it can take
     */
    List<Notice> due(String receiver, int most, Instant now) {
        Map<Group.Key, Group> byKey = groups.get(receiver);
        if (byKey == null || most < 1) {
            return List.of();
        }
        Instant next = wakes.get(receiver);
        if (next == null || next.isAfter(now)) {
            return List.of();
        }
        wakes.remove(receiver);
        List<Notice> due = new ArrayList<>();
        Inhibition.@Nullable Now inhibition = null;
        for (Group group : List.copyOf(byKey.values())) {
            if (group.inFlight) {
                continue;
            }
            if (!group.due().isAfter(now) && due.size() < most) {
                if (inhibition == null) {
                    inhibition = new Inhibition.Now(receivers.inhibitions(), table.active());
                }
                Notice notice = group.pending == null
                        ? composer.compose(group, told(receiver), inhibition, now)
                        : group.pending;
                if (notice != null) {
                    group.pending = notice;
                    group.inFlight = true;
                    due.add(notice);
                    continue;
                }
                forgetWhatNobodyKnows(group);
            }
            wake(group);
        }
        return due;
    }

    private void hurry(Group group, Instant when) {
        group.hurry(when);
        wake(group);
    }

    private void wake(Group group) {
        wakes.merge(group.receiver.name(), group.due(), (known, due) -> due.isBefore(known) ? due : known);
    }

    /** What must be in the log before the notice goes out: whoever comes after a crash then tells at least its end. */
    List<Told> intended(Notice notice) {
        Map<String, Told> known = told(notice.receiver().name());
        return notice.firing().stream()
                .filter(alert -> !known.containsKey(alert.episode()))
                .map(alert -> Told.of(notice.receiver().name(), alert, null))
                .toList();
    }

    /** The receiver knows. */
    void delivered(Notice notice, Instant now) {
        Group group = group(notice);
        if (group == null) {
            return;
        }
        Map<String, Told> known = told(notice.receiver().name());
        for (Alert alert : notice.firing()) {
            known.put(alert.episode(), Told.of(notice.receiver().name(), alert, notice.at()));
        }
        for (Alert alert : notice.resolved()) {
            known.remove(alert.episode());
            remove(group, alert.episode());
        }
        group.pending = null;
        group.inFlight = false;
        group.failures = 0;
        wake(group);
        if (notice.more()) {
            hurry(group, now);
        }
        for (Alert alert : List.copyOf(group.alerts.values())) {
            Told before = known.get(alert.episode());
            if (!alert.isFiring()) {
                if (before != null && group.receiver.resolvedAtOnce()) {
                    hurry(group, now);
                }
            } else if (addressees.of(alert).contains(group.receiver.name())) {
                Instant waited = now.plus(timing(group.receiver, alert).groupWait());
                Group place = group(group.receiver, alert, waited);
                if (before != null && !before.severity().equals(alert.severity())) {
                    hurry(place, waited);
                }
            }
        }
        forgetWhatNobodyKnows(group);
    }

    /** How often it failed by now. */
    int failures(Notice notice) {
        Group group = group(notice);
        return group == null ? 0 : group.failures;
    }

    /** The receiver does not know; the same notice comes again. */
    void failed(Notice notice, Instant retry) {
        Group group = group(notice);
        if (group != null) {
            group.inFlight = false;
            group.failures++;
            group.retry = retry;
            wake(group);
        }
    }

    /** The group that waits for what becomes of a notice; null when it is a notice of the dispatcher before this one. */
    @SuppressWarnings("ReferenceEquality") // an equal notice may be one of its own
    private @Nullable Group group(Notice notice) {
        Map<Group.Key, Group> byKey = groups.get(notice.receiver().name());
        Group group = byKey == null ? null : byKey.get(notice.group());
        return group == null || group.pending != notice ? null : group;
    }

    /** An alert that ended before the receiver was told is none for it. */
    private void forgetWhatNobodyKnows(Group group) {
        Map<String, Told> known = told(group.receiver.name());
        for (Alert alert : List.copyOf(group.alerts.values())) {
            if (!alert.isFiring() && !known.containsKey(alert.episode())) {
                remove(group, alert.episode());
            }
        }
        forgetIfEmpty(group);
    }

    private void forgetIfEmpty(Group group) {
        Map<Group.Key, Group> byKey = groups.get(group.receiver.name());
        if (group.alerts.isEmpty() && group.pending == null && byKey != null) {
            byKey.remove(group.key);
        }
    }

    private void remove(Group group, String episode) {
        group.alerts.remove(episode);
        Map<String, Group> by = places.get(episode);
        if (by != null) {
            by.remove(group.receiver.name(), group);
            if (by.isEmpty()) {
                places.remove(episode);
            }
        }
    }
}
