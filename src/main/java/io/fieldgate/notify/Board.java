package io.fieldgate.notify;

import io.fieldgate.message.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is known of alerts, as the topics tell it, and who is to be told, while this gateway does the telling. One
 * lock guards it all.
 */
final class Board {
    private static final Logger log = LoggerFactory.getLogger(Board.class);

    private volatile Receivers receivers;
    private final AlertTable table = new AlertTable();
    private final Silences silences = new Silences();
    private final Map<String, Told> told = new HashMap<>();
    private Addressees addressees;
    private @Nullable Dispatcher dispatcher;
    private Phase phase = Phase.STARTING;

    /** How much is known. */
    enum Phase {
        STARTING,
        /** There is no topic of alerts. */
        NO_ALERTS,
        READY
    }

    Board(Receivers receivers) {
        this.receivers = receivers;
        this.addressees = new Addressees(receivers);
    }

    Receivers receivers() {
        return receivers;
    }

    /** Whoever tells goes on with those before until {@link #lead}. */
    void replace(Receivers others) {
        receivers = others;
    }

    /** Everything is read again. */
    synchronized void clear(Phase now) {
        table.clear();
        silences.clear();
        told.clear();
        dispatcher = null;
        phase = now;
    }

    synchronized void ready() {
        phase = Phase.READY;
    }

    synchronized Phase phase() {
        return phase;
    }

    /** A record of one of the topics. One that cannot be read is logged and left out. */
    synchronized void read(String topic, @Nullable String key, byte @Nullable [] value, Instant now) {
        if (key == null) {
            return;
        }
        try {
            switch (topic) {
                case NotifyKafka.ALERTS -> alert(key, value, now);
                case NotifyKafka.SILENCES -> silences.read(key, value);
                default -> entry(key, value);
            }
        } catch (Failure wrong) {
            log.warn("A record of the topic '{}' is left out, and stays there: {}", topic, wrong.getMessage());
        }
    }

    private void entry(String key, byte @Nullable [] value) {
        if (value == null) {
            told.remove(key);
        } else {
            told.put(key, Told.parse(value));
        }
    }

    private void alert(String fingerprint, byte @Nullable [] value, Instant now) {
        if (value == null) {
            Alert gone = table.remove(fingerprint);
            if (gone != null && gone.isFiring() && dispatcher != null) {
                dispatcher.forget(gone, now);
            }
            return;
        }
        Alert alert = Alert.parse(value);
        Alert before = table.active(fingerprint);
        table.put(alert);
        if (dispatcher != null) {
            if (before != null && before.isFiring() && !before.episode().equals(alert.episode())) {
                dispatcher.accept(before.resolved(alert.since()), now);
            }
            dispatcher.accept(alert, now);
        }
    }

    /** From now on this gateway tells, until it {@link #follow follows}, or leads anew. */
    synchronized Lead lead(Instant now) {
        Dispatcher fresh = new Dispatcher(addressees(), silences, table);
        fresh.restore(told.values(), now);
        dispatcher = fresh;
        return new Lead(addressees.receivers(), fresh);
    }

    synchronized void follow() {
        dispatcher = null;
    }

    synchronized boolean isLeading() {
        return dispatcher != null;
    }

    /** Where alerts go by the present receivers. */
    private Addressees addressees() {
        Receivers present = receivers;
        if (!addressees.receivers().equals(present)) {
            addressees = new Addressees(present);
        }
        return addressees;
    }

    /**
     * Telling, from {@link #lead} until somebody else does: what a courier that was cut off says after that is not heard, so
     * it cannot disturb who comes next. From any thread.
     */
    final class Lead {
        private final Receivers receivers;
        private final Dispatcher own;

        private Lead(Receivers receivers, Dispatcher own) {
            this.receivers = receivers;
            this.own = own;
        }

        /** Those that are told. */
        Receivers receivers() {
            return receivers;
        }

        /** Whether somebody else tells by now. */
        boolean isOver() {
            synchronized (Board.this) {
                return dispatcher != own;
            }
        }

        List<Notice> due(String receiver, int most, Instant now) {
            synchronized (Board.this) {
                return isOver() ? List.of() : own.due(receiver, most, now);
            }
        }

        List<Entry> intended(Notice notice) {
            synchronized (Board.this) {
                return own.intended(notice).stream()
                        .map(entry -> new Entry(entry.key(), entry.json()))
                        .toList();
            }
        }

        void delivered(Notice notice, Instant now) {
            synchronized (Board.this) {
                if (!isOver()) {
                    own.delivered(notice, now);
                }
            }
        }

        void failed(Notice notice, Instant retry) {
            synchronized (Board.this) {
                if (!isOver()) {
                    own.failed(notice, retry);
                }
            }
        }

        int failures(Notice notice) {
            synchronized (Board.this) {
                return own.failures(notice);
            }
        }
    }

    synchronized List<Entry> outdated(Instant now) {
        return silences.outdated(now, table);
    }

    synchronized List<AlertView> alerts(Instant now) {
        List<AlertView> views = new ArrayList<>();
        Addressees present = addressees();
        Inhibition.Now inhibition = new Inhibition.Now(present.receivers().inhibitions(), table.active());
        for (Alert alert : table.all()) {
            Silence silence = silences.silencing(alert, now);
            views.add(new AlertView(
                    alert,
                    silence == null ? null : silence.id(),
                    alert.isFiring() && inhibition.isInhibited(alert),
                    silences.acknowledgement(alert),
                    present.of(alert)));
        }
        return views;
    }

    synchronized @Nullable Alert active(String fingerprint) {
        return table.active(fingerprint);
    }

    synchronized List<Silence> silences() {
        return silences.all();
    }

    synchronized @Nullable Silence silence(String id) {
        return silences.silence(id);
    }

    synchronized long firing() {
        return table.active().stream().filter(Alert::isFiring).count();
    }
}
