package io.fieldgate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a group is told: what is new first. */
final class Composer {
    /** More alerts than that are told in several notices. */
    private static final int MOST_ALERTS = 500;

    private final Receivers receivers;
    private final Addressees addressees;
    private final Silences silences;

    Composer(Addressees addressees, Silences silences) {
        this.receivers = addressees.receivers();
        this.addressees = addressees;
        this.silences = silences;
    }

    /**
     * What a group is told now; null when there is nothing to say. Sets when it is looked at next.
     *
     * @param known what its receiver was told, by episode
     */
    @Nullable
    Notice compose(Group group, Map<String, Told> known, Inhibition.Now inhibition, Instant now) {
        Receiver receiver = group.receiver;
        group.next = now.plus(group.timing.groupInterval());
        if (receivers.isMuted(receiver, now)) {
            return null;
        }
        List<Alert> news = new ArrayList<>();
        List<Alert> same = new ArrayList<>();
        List<Alert> over = new ArrayList<>();
        Instant last = Instant.MIN;
        boolean acknowledged = true;
        for (Alert alert : group.alerts.values()) {
            Told before = known.get(alert.episode());
            if (silences.isSilenced(alert, now) || (alert.isFiring() && isKeptFrom(receiver, alert, inhibition))) {
                continue;
            }
            if (!alert.isFiring()) {
                if (before != null) {
                    over.add(alert);
                }
            } else if (before == null
                    || before.at() == null
                    || !before.severity().equals(alert.severity())
                    || isForgotten(group, before.at(), now)) {
                news.add(alert);
            } else {
                same.add(alert);
                acknowledged &= silences.isAcknowledged(alert);
                last = before.at().isAfter(last) ? before.at() : last;
            }
        }
        if (!receiver.sendResolved() && !over.isEmpty() && news.isEmpty()) {
            return new Notice(receiver, group.key, now, List.of(), first(over, MOST_ALERTS), 0, false, true);
        }
        boolean repeat = !same.isEmpty() && !acknowledged && !now.isBefore(last.plus(group.timing.repeatInterval()));
        if (news.isEmpty() && over.isEmpty() && !repeat) {
            return null;
        }
        List<Alert> resolved = receiver.sendResolved() ? first(over, MOST_ALERTS) : List.of();
        List<Alert> firing = new ArrayList<>(first(news, MOST_ALERTS - resolved.size()));
        boolean more = firing.size() < news.size() || (receiver.sendResolved() && resolved.size() < over.size());
        List<Alert> filling = first(same, more ? 0 : MOST_ALERTS - resolved.size() - firing.size());
        firing.addAll(filling);
        return new Notice(receiver, group.key, now, firing, resolved, same.size() - filling.size(), more, false);
    }

    /** Whether others fire that say more, or the rule, which was changed, tells others by now. */
    private boolean isKeptFrom(Receiver receiver, Alert alert, Inhibition.Now inhibition) {
        return inhibition.isInhibited(alert) || !addressees.of(alert).contains(receiver.name());
    }

    /** Alertmanager ends what it is not told again, each alert for itself, also one that somebody looks after. */
    private static boolean isForgotten(Group group, Instant told, Instant now) {
        return group.receiver.target() instanceof Target.Alertmanager
                && !now.isBefore(told.plus(group.timing.repeatInterval()));
    }

    private static List<Alert> first(List<Alert> alerts, int most) {
        return alerts.size() <= most ? alerts : alerts.subList(0, Math.max(0, most));
    }
}
