package io.fieldgate.notify;

import io.fieldgate.message.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people ask about alerts, and do about them. Every gateway knows all alerts; what people do is written to Kafka before
 * a method returns. From any thread.
 */
public final class AlertDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_SILENCES = 1_000;
    private static final int MOST_MATCHERS = 20;
    private static final int LONGEST_TEXT = 1_000;
    private static final Duration LONGEST_SILENCE = Duration.ofDays(366);

    private final Board board;
    private final Journal journal;
    private final Clock clock;

    AlertDesk(Board board, Journal journal, Clock clock) {
        this.board = board;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * First what fires, then what is pending, then the last that ended; of each those that began last come first.
     *
     * @throws Failure of kind TRANSIENT while not all is known yet
     */
    public List<AlertView> alerts() {
        awaitNothing();
        return board.alerts(clock.instant());
    }

    private void awaitNothing() {
        if (board.phase() == Board.Phase.STARTING) {
            throw Failure.temporary("The gateway has not read all alerts from Kafka yet.", null);
        }
    }

    /** Whether an alert is matched by all of these. */
    public static boolean matches(Alert alert, List<String> matchers) {
        return Matcher.all(matchers.stream().map(Matcher::parse).toList(), alert.labels());
    }

    /**
     * Somebody looks after an alert.
     *
     * @return null when there is no such alert that is pending or fires
     * @throws IllegalArgumentException saying what is allowed
     * @throws Failure of kind TRANSIENT when it could not be stored
     */
    public @Nullable Acknowledgement acknowledge(String fingerprint, String author, String comment)
            throws InterruptedException {
        awaitNothing();
        checkText("author", author, false);
        checkText("comment", comment, true);
        Alert alert = board.active(fingerprint);
        if (alert == null) {
            return null;
        }
        Acknowledgement acknowledgement =
                new Acknowledgement(fingerprint, alert.episode(), author, comment, clock.instant());
        write(Silences.entry(acknowledgement));
        return acknowledgement;
    }

    public List<Silence> silences() {
        awaitNothing();
        return board.silences();
    }

    /** The time by which silences begin and end. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Makes a silence.
     *
     * @param start null: now
     * @throws IllegalArgumentException saying what is allowed
     * @throws Failure of kind TRANSIENT when it could not be stored
     */
    public Silence silence(List<String> matchers, @Nullable Instant start, Instant end, String author, String comment)
            throws InterruptedException {
        requireTopics();
        Instant now = clock.instant();
        Instant from = start == null ? now : start;
        if (matchers.isEmpty() || matchers.size() > MOST_MATCHERS) {
            throw new IllegalArgumentException(
                    "'matchers' has " + matchers.size() + " entries, allowed are 1 to " + MOST_MATCHERS);
        }
        List<Matcher> parsed = matchers.stream().map(Matcher::parse).toList();
        if (!end.isAfter(from) || !end.isAfter(now)) {
            throw new IllegalArgumentException("the silence ends before it begins, or in the past");
        }
        if (from.isAfter(now.plus(LONGEST_SILENCE)) || end.isAfter(from.plus(LONGEST_SILENCE))) {
            throw new IllegalArgumentException(
                    "the silence is too long or too far away, allowed are " + LONGEST_SILENCE.toDays() + " days");
        }
        checkText("author", author, false);
        checkText("comment", comment, false);
        if (board.silences().size() >= MOST_SILENCES) {
            throw new IllegalArgumentException(
                    "there are " + MOST_SILENCES + " silences, more are not allowed; let some expire");
        }
        Silence silence = new Silence(
                UUID.randomUUID().toString(),
                parsed.stream().map(Matcher::toString).toList(),
                from,
                end,
                author,
                comment);
        write(Silences.entry(silence));
        return silence;
    }

    /**
     * Ends a silence now.
     *
     * @return null when there is none of that id
     * @throws Failure of kind TRANSIENT when it could not be stored
     */
    public @Nullable Silence expire(String id) throws InterruptedException {
        awaitNothing();
        Silence silence = board.silence(id);
        if (silence == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!silence.end().isAfter(now)) {
            return silence;
        }
        Silence ended = silence.ending(now);
        write(Silences.entry(ended));
        return ended;
    }

    private void requireTopics() {
        awaitNothing();
        if (board.phase() == Board.Phase.NO_ALERTS) {
            throw Failure.temporary("There is no topic of alerts in Kafka yet.", null);
        }
    }

    private static void checkText(String field, String text, boolean mayBeEmpty) {
        if ((text.isBlank() && !mayBeEmpty) || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("'" + field + "' is " + (text.isBlank() ? "empty" : "too long")
                    + ", allowed are texts of 1 to " + LONGEST_TEXT + " characters");
        }
    }

    /** The board reads it back from Kafka too; whoever asks next must not wait for that. */
    private void write(Entry entry) throws InterruptedException {
        journal.write(NotifyKafka.SILENCES, List.of(entry), PATIENCE);
        board.read(NotifyKafka.SILENCES, entry.key(), entry.value(), clock.instant());
    }
}
