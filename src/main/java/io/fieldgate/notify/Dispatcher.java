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
    /** More alerts than that are told in several notices. */
    private static final int MOST_ALERTS = 500;

    private final Receivers receivers;
    private final Silences silences;
    private final AlertTable table;
    private final Map<String, Map<String, Told>> told = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Group>> groups = new LinkedHashMap<>();
    /** In which group of each receiver an episode is: its labels may change while it fires. */
    private final Map<String, Map<String, Group>> places = new HashMap<>();

    /** @param table of all alerts, for inhibition; kept up to date by the caller */
    Dispatcher(Receivers receivers, Silences silences, AlertTable table) {
        this.receivers = receivers;
        this.silences = silences;
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
        // What ended while nobody looked.
        for (Told entry : log) {
            Alert alert = table.active(entry.fingerprint());
            boolean goesOn =
                    alert != null && alert.isFiring() && alert.episode().equals(entry.episode());
            Receiver receiver = receivers.receiver(entry.receiver());
            if (!goesOn && receiver != null) {
                Alert ended = ended(entry, now);
                Group group = group(receiver, ended, now);
                group.alerts.put(ended.episode(), ended);
                group.hurry(now);
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
        for (String name : receivers.of(alert)) {
            Receiver receiver = receivers.receiver(name);
            if (receiver != null) {
                Instant waited = now.plus(receiver.timing().groupWait());
                Group group = group(receiver, alert, first == null ? waited : first);
                Alert before = group.alerts.put(alert.episode(), alert);
                if (before != null && !before.severity().equals(alert.severity())) {
                    group.hurry(waited);
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
                group.hurry(now);
            }
        });
    }

    private Group group(Receiver receiver, Alert alert, Instant next) {
        return places.computeIfAbsent(alert.episode(), episode -> new LinkedHashMap<>())
                .computeIfAbsent(
                        receiver.name(),
                        name -> groups.computeIfAbsent(name, first -> new LinkedHashMap<>())
                                .computeIfAbsent(
                                        receiver.timing().group(alert), labels -> new Group(receiver, labels, next)));
    }

    private Map<String, Told> told(String receiver) {
        return told.computeIfAbsent(receiver, name -> new HashMap<>());
    }

    /** When {@link #due} has something next, if nothing happens before; null when never. */
    @Nullable
    Instant next() {
        Instant next = null;
        for (Map<Map<String, String>, Group> byLabels : groups.values()) {
            for (Group group : byLabels.values()) {
                if (!group.inFlight && (next == null || group.due().isBefore(next))) {
                    next = group.due();
                }
            }
        }
        return next;
    }

    /**
     * What a receiver is to be told now. Each notice must come back by {@link #delivered} or {@link #failed}.
     *
     * @param most how many notices it can take
     */
    List<Notice> due(String receiver, int most, Instant now) {
        Map<Map<String, String>, Group> byLabels = groups.get(receiver);
        if (byLabels == null || most < 1) {
            return List.of();
        }
        List<Notice> due = new ArrayList<>();
        Inhibition.@Nullable Now inhibition = null;
        for (Group group : List.copyOf(byLabels.values())) {
            if (group.inFlight || group.due().isAfter(now) || due.size() >= most) {
                continue;
            }
            if (inhibition == null) {
                inhibition = new Inhibition.Now(receivers.inhibitions(), table.active());
            }
            Notice notice = group.pending == null ? compose(group, inhibition, now) : group.pending;
            if (notice == null) {
                forgetWhatNobodyKnows(group);
                continue;
            }
            group.pending = notice;
            group.inFlight = true;
            due.add(notice);
        }
        return due;
    }

    /** Null when there is nothing to say. */
    private @Nullable Notice compose(Group group, Inhibition.Now inhibition, Instant now) {
        Receiver receiver = group.receiver;
        group.next = now.plus(receiver.timing().groupInterval());
        if (receivers.isMuted(receiver, now)) {
            return null;
        }
        Map<String, Told> known = told(receiver.name());
        List<Alert> news = new ArrayList<>();
        List<Alert> same = new ArrayList<>();
        List<Alert> over = new ArrayList<>();
        Instant last = Instant.MIN;
        boolean acknowledged = true;
        for (Alert alert : group.alerts.values()) {
            Told before = known.get(alert.episode());
            if (silences.isSilenced(alert, now) || (alert.isFiring() && inhibition.isInhibited(alert))) {
                continue;
            }
            if (!alert.isFiring()) {
                if (before != null) {
                    over.add(alert);
                }
            } else if (before == null
                    || before.at() == null
                    || !before.severity().equals(alert.severity())
                    || isForgotten(receiver, before.at(), now)) {
                news.add(alert);
            } else {
                same.add(alert);
                acknowledged &= silences.isAcknowledged(alert);
                last = before.at().isAfter(last) ? before.at() : last;
            }
        }
        if (!receiver.sendResolved() && !over.isEmpty() && news.isEmpty()) {
            return new Notice(receiver, group.labels, now, List.of(), first(over, MOST_ALERTS), 0, false, true);
        }
        boolean repeat = !same.isEmpty()
                && !acknowledged
                && !now.isBefore(last.plus(receiver.timing().repeatInterval()));
        if (news.isEmpty() && over.isEmpty() && !repeat) {
            return null;
        }
        List<Alert> resolved = receiver.sendResolved() ? first(over, MOST_ALERTS) : List.of();
        List<Alert> firing = new ArrayList<>(first(news, MOST_ALERTS - resolved.size()));
        boolean more = firing.size() < news.size() || (receiver.sendResolved() && resolved.size() < over.size());
        List<Alert> filling = first(same, more ? 0 : MOST_ALERTS - resolved.size() - firing.size());
        firing.addAll(filling);
        return new Notice(receiver, group.labels, now, firing, resolved, same.size() - filling.size(), more, false);
    }

    /** Alertmanager ends what it is not told again, each alert for itself, also one that somebody looks after. */
    private static boolean isForgotten(Receiver receiver, Instant told, Instant now) {
        return receiver.target() instanceof Target.Alertmanager
                && !now.isBefore(told.plus(receiver.timing().repeatInterval()));
    }

    private static List<Alert> first(List<Alert> alerts, int most) {
        return alerts.size() <= most ? alerts : alerts.subList(0, Math.max(0, most));
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
        Map<String, Told> known = told(notice.receiver().name());
        for (Alert alert : notice.firing()) {
            known.put(alert.episode(), Told.of(notice.receiver().name(), alert, notice.at()));
        }
        Group group = group(notice);
        if (group == null) {
            return;
        }
        for (Alert alert : notice.resolved()) {
            known.remove(alert.episode());
            remove(group, alert.episode());
        }
        group.pending = null;
        group.inFlight = false;
        group.failures = 0;
        if (notice.more()) {
            group.hurry(now);
        }
        for (Alert alert : group.alerts.values()) {
            Told before = known.get(alert.episode());
            if (before != null && !alert.isFiring() && group.receiver.resolvedAtOnce()) {
                group.hurry(now);
            } else if (before != null && alert.isFiring() && !before.severity().equals(alert.severity())) {
                group.hurry(now.plus(group.receiver.timing().groupWait()));
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
        }
    }

    private @Nullable Group group(Notice notice) {
        Map<Map<String, String>, Group> byLabels = groups.get(notice.receiver().name());
        return byLabels == null ? null : byLabels.get(notice.group());
    }

    /** An alert that ended before the receiver was told is none for it. */
    private void forgetWhatNobodyKnows(Group group) {
        Map<String, Told> known = told(group.receiver.name());
        for (Alert alert : List.copyOf(group.alerts.values())) {
            if (!alert.isFiring() && !known.containsKey(alert.episode())) {
                remove(group, alert.episode());
            }
        }
        Map<Map<String, String>, Group> byLabels = groups.get(group.receiver.name());
        if (group.alerts.isEmpty() && group.pending == null && byLabels != null) {
            byLabels.remove(group.labels);
        }
    }

    private void remove(Group group, String episode) {
        group.alerts.remove(episode);
        Map<String, Group> by = places.get(episode);
        if (by != null) {
            by.remove(group.receiver.name());
            if (by.isEmpty()) {
                places.remove(episode);
            }
        }
    }

    /** How many groups there are. */
    int size() {
        return groups.values().stream().mapToInt(Map::size).sum();
    }
}
