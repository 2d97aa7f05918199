package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayJob.Stretch;
import io.fieldgate.topic.ReplaySender.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a replay in a thread of its own. How far it is stands in Kafka after every hundred letters and every second, and only
 * what Kafka has stored counts: after a crash it goes on there, and what was sent meanwhile goes once more, under the same
 * {@code fg.replay-of}.
 */
final class ReplayRun implements ReplaySender.Waiting, ReplaySender.Fate {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_SKIPPED = 1_000;
    private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOPS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long GLANCE_MS = 100;
    /** How long noting may take while the gateway stops. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final ReplayJob begun;
    private final ReplayChoice choice;
    private final ReplayBook book;
    private final ReplayDoor door;
    private final ReplaySender sender;
    private final Supplier<LetterReader> readers;
    private final Duration swapping;
    /** Since when routes are not there, by {@link System#nanoTime}. */
    private final Map<String, Long> missing = new HashMap<>();

    private final Thread thread;
    private final Pace pace;
    private final ReplayTally tally;
    private long noted = System.nanoTime();
    private long looked = System.nanoTime();

    private volatile ReplayJob shown;
    private volatile @Nullable String stoppedBy;
    private volatile boolean closed;

    ReplayRun(
            ReplayJob begun,
            ReplayChoice choice,
            ReplayBook book,
            ReplayDoor door,
            Function<ReplaySender.Waiting, ReplaySender> senders,
            Supplier<LetterReader> readers,
            Duration swapping) {
        this.begun = begun;
        this.shown = begun;
        this.choice = choice;
        this.book = book;
        this.door = door;
        this.sender = senders.apply(this);
        this.readers = readers;
        this.swapping = swapping;
        this.pace = new Pace(begun.order().rate());
        this.tally = new ReplayTally(begun);
        this.thread = new Thread(this::run, "replay-" + begun.id());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether its thread lives: one that does not hears nothing any more. Any thread. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** How far it is. Any thread. */
    ReplayJob job() {
        return shown;
    }

    /** Ends it for good after what is on its way. Any thread. */
    void stop(String by) {
        stoppedBy = by;
    }

    /** The gateway stops; it goes on when that starts again. Any thread. */
    void close() throws InterruptedException {
        closed = true;
        thread.join(2 * LAST_WORD.toMillis());
        thread.interrupt();
    }

    private void run() {
        try {
            for (int failures = 1; ; failures++) {
                try {
                    go();
                    end(shown.ended(State.DONE, null, Instant.now()));
                    return;
                } catch (Failure | KafkaException trouble) {
                    before(failures, trouble);
                }
            }
        } catch (Stopped stop) {
            endEarly();
        } catch (InterruptedException interrupted) {
            LOG.debug("Replay {} rests until the gateway starts again", begun.id());
        } catch (Throwable unexpected) {
            LOG.error("Replay {} has failed. Resume it, or begin another.", begun.id(), unexpected);
            stoppedBy = "a fault of the gateway: " + unexpected;
            endEarly();
        }
    }

    /** What is on its way counts if it is stored at once; else it goes again when the replay goes on. */
    private void endEarly() {
        try {
            sender.settle(this);
            shown = tally.job();
        } catch (RuntimeException | InterruptedException unsettled) {
            LOG.debug("Replay {} ends at what was noted last", begun.id());
        }
        String by = stoppedBy;
        try {
            if (by != null) {
                endStopped(shown.ended(State.STOPPED, by, Instant.now()));
            } else {
                long deadline = System.nanoTime() + LAST_WORD.toNanos();
                book.write(shown, () -> System.nanoTime() < deadline);
                LOG.info("Replay {} rests until the gateway starts again.", begun.id());
            }
        } catch (InterruptedException | RuntimeException closing) {
            LOG.debug("Replay {} could not note its end", begun.id(), closing);
        }
    }

    /** Until it is noted: else the gateway would go on with it when it starts again. */
    private void endStopped(ReplayJob last) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                end(last);
                return;
            } catch (Failure | KafkaException trouble) {
                LOG.warn("Replay {} cannot note yet that it was stopped: {}", begun.id(), trouble.getMessage());
                if (closed) {
                    LOG.warn("Replay {} goes on when the gateway starts again; stop it once more then.", begun.id());
                    return;
                }
                shown = shown.waitingFor(String.valueOf(trouble.getMessage()));
            }
            long end = System.nanoTime() + BACKOFF.after(attempt).toNanos();
            while (!closed && System.nanoTime() < end) {
                Thread.sleep(GLANCE_MS);
            }
        }
    }

    private void end(ReplayJob last) throws InterruptedException {
        long deadline = System.nanoTime() + LAST_WORD.toNanos();
        book.write(last, () -> !closed || System.nanoTime() < deadline);
        shown = last;
        LOG.info(
                "Replay {} of {} has ended ({}): {} went back, {} failed again, {} could not go.",
                last.id(),
                last.order().author(),
                last.endedBy() == null ? "done" : "stopped by " + last.endedBy(),
                last.replayed(),
                last.failed(),
                last.skipped().size());
    }

    private void go() throws InterruptedException {
        try (LetterReader reader = readers.get();
                LetterReader other = readers.get()) {
            ReplayBook.Stops stops = new ReplayBook.Stops(other, begun.id());
            for (int i = 0; i < tally.size(); i++) {
                Stretch stretch = tally.stretch(i);
                if (stretch.next() < stretch.end()) {
                    go(i, reader, stops);
                }
            }
            note(stops, true);
        }
    }

    private void go(int index, LetterReader reader, ReplayBook.Stops stops) throws InterruptedException {
        Stretch stretch = tally.stretch(index);
        RecordPlace place = new RecordPlace(stretch.topic(), stretch.partition(), stretch.next());
        reader.begin(place);
        while (tally.stretch(index).next() < stretch.end()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.more(place.topicPartition())) {
                if (record.offset() >= stretch.end()) {
                    break;
                }
                look(OpenLetter.of(record));
                tally.lookedUpTo(index, record.offset() + 1);
                note(stops, sender.isFull());
            }
            // Behind the last record: what was deleted or compacted does not come.
            tally.lookedUpTo(index, Math.min(stretch.end(), reader.position(place.topicPartition())));
            note(stops, false);
        }
        // Stretches may be of one letter each.
        note(stops, sender.isFull());
    }

    private void look(OpenLetter opened) throws InterruptedException {
        Letter letter = opened.letter();
        if (!choice.isMeant(letter)) {
            tally.passed();
            return;
        }
        byte[] edited = begun.order().value();
        String objection = choice.objection(letter);
        if (objection == null) {
            awaitRoute(letter);
            objection = door.objection(opened, edited != null);
        }
        if (objection != null) {
            refused(letter, objection);
            return;
        }
        await(pace.next());
        sender.send(opened, new ReplayMessage(opened, edited), this);
    }

    /** A route that is swapped is not there for a moment; one that stays away is waited for once. */
    private void awaitRoute(Letter letter) throws InterruptedException {
        for (int attempt = 1; !door.isThere(letter); attempt++) {
            long since = missing.computeIfAbsent(letter.route(), route -> System.nanoTime());
            if (System.nanoTime() - since >= swapping.toNanos()) {
                return;
            }
            before(attempt, Failure.temporary("There is no route '" + letter.route() + "' at the moment.", null));
        }
        missing.remove(letter.route());
    }

    /** Only what Kafka has stored is noted as done. */
    private void note(ReplayBook.Stops stops, boolean now) throws InterruptedException {
        if (!now && System.nanoTime() - noted < NOTE_NANOS) {
            return;
        }
        sender.settle(this);
        ReplayJob job = tally.job();
        if (!goesOn()) {
            throw new Stopped();
        }
        book.write(job, this::goesOn);
        shown = job;
        noted = System.nanoTime();
        if (noted - looked > STOPS_NANOS) {
            looked = noted;
            String by = stops.by();
            if (by != null) {
                stoppedBy = by;
            }
        }
    }

    @Override
    public void replayed(Letter letter) {
        tally.replayed();
    }

    @Override
    public void failedAgain(Letter letter) {
        tally.failed();
    }

    @Override
    public void refused(Letter letter, String reason) {
        if (tally.skipped(letter.place(), reason) >= MOST_SKIPPED) {
            stoppedBy = "the gateway: " + MOST_SKIPPED + " letters cannot go back, the last because: " + reason;
        }
    }

    @Override
    public boolean goesOn() {
        return !closed && stoppedBy == null;
    }

    @Override
    public void before(int attempt, Throwable failure) throws InterruptedException {
        if (!goesOn()) {
            throw new Stopped();
        }
        if (shown.waitsFor() == null) {
            LOG.warn("Replay {} waits, nothing is lost: {}", begun.id(), failure.getMessage());
        }
        String why = String.valueOf(failure.getMessage());
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof Failure known && known.cure() != null) {
                why += " " + known.cure();
                break;
            }
        }
        shown = shown.waitingFor(why);
        await(BACKOFF.after(attempt).toNanos());
    }

    private void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(GLANCE_MS)));
            if (!goesOn()) {
                throw new Stopped();
            }
        }
    }

    static LetterReader reader(KafkaClients clients) {
        return new LetterReader(clients, PATIENCE);
    }
}
