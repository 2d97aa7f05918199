package io.fieldgate.http;

import io.fieldgate.http.KeptAnswers.Kept;
import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which requests with an idempotency key have been answered, and how: in memory, and on the disk before the client is told.
 * One thread writes; answers that come while the disk works share its next effort.
 *
 * <p>A process that is killed after Kafka has stored the records, but before their answer is on the disk, has forgotten the
 * key, and a retry stores them again: at most as many requests as were in progress.
 */
final class IdempotencyJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyJournal.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_SECONDS = 10;
    private static final int FILES = 8;
    private static final long SMALLEST_FILE = 64 * 1024L;

    private final Settings settings;
    private final LongSupplier millis;
    private final AnswerFiles files;
    private final Thread writer;
    /** Requests on their way: the body of each key. */
    private final Map<Digest, Digest> begun = new HashMap<>();

    private final KeptAnswers answers;
    private final List<Kept> unsaved = new ArrayList<>();
    private long writes;
    private boolean closed;
    private volatile @Nullable String trouble;

    /**
     * @param folder of this gateway alone; must survive a restart
     * @param window how long an answer is given again
     * @param maxEntries answers that are kept at most; one more forgets the oldest
     * @param maxBytes the same for their size in the files
     */
    record Settings(Path folder, Duration window, int maxEntries, long maxBytes) {}

    private IdempotencyJournal(Settings settings, AnswerFiles files, LongSupplier millis) {
        this.settings = settings;
        this.files = files;
        this.millis = millis;
        this.answers = new KeptAnswers(settings, millis);
        this.writer = new Thread(this::write, "ingest-journal");
        writer.setDaemon(true);
    }

    /**
     * Reads what earlier runs have kept.
     *
     * @throws IOException when it cannot, or another gateway has the folder
     */
    static IdempotencyJournal open(Settings settings) throws IOException {
        return open(settings, System::currentTimeMillis);
    }

    static IdempotencyJournal open(Settings settings, LongSupplier millis) throws IOException {
        AnswerFiles files = AnswerFiles.open(settings.folder(), Math.max(SMALLEST_FILE, settings.maxBytes() / FILES));
        try {
            IdempotencyJournal journal = new IdempotencyJournal(settings, files, millis);
            journal.load();
            journal.writer.start();
            return journal;
        } catch (IOException | RuntimeException failed) {
            files.close();
            throw failed;
        }
    }

    private synchronized void load() throws IOException {
        files.read((stored, file) -> answers.add(new Kept(stored, file)));
        answers.forgetExpired();
        if (files.count() > FILES && !answers.all().isEmpty()) {
            // Every start begins a file. Written anew, the answers need but one.
            int file = files.append(answers.stored());
            answers.all().forEach(kept -> kept.movedTo(file));
        }
        files.deleteBefore(answers.firstFile());
    }

    /**
     * Begins a request, unless its key is known. After {@link Outcome.Kind#NEW} either {@link #complete} or {@link #abandon}
     * must follow.
     *
     * @param key of any length, of this client and path alone
     */
    synchronized Outcome begin(String key, byte[] bodySha256) {
        answers.forgetExpired();
        Digest digest = digest(key);
        Digest body = Digest.of(bodySha256);
        Kept kept = answers.get(digest);
        if (kept != null) {
            StoredAnswer stored = kept.stored();
            if (!stored.body().equals(body)) {
                return Outcome.of(Outcome.Kind.OTHER_BODY);
            }
            return kept.isOnDisk()
                    ? new Outcome(Outcome.Kind.SAME, stored.status(), stored.answer())
                    : Outcome.of(Outcome.Kind.IN_PROGRESS);
        }
        Digest other = begun.get(digest);
        if (other != null) {
            return Outcome.of(other.equals(body) ? Outcome.Kind.IN_PROGRESS : Outcome.Kind.OTHER_BODY);
        }
        if (trouble != null) {
            return Outcome.of(Outcome.Kind.UNAVAILABLE);
        }
        begun.put(digest, body);
        return Outcome.of(Outcome.Kind.NEW);
    }

    /** Gives up what was begun: nothing was stored, and the next request with this key is a new one. */
    synchronized void abandon(String key) {
        begun.remove(digest(key));
    }

    /**
     * Keeps the answer of what was begun.
     *
     * @return done when it is on the disk, on the journal's own thread; failed with an {@link IOException} when the disk does
     *     not take it. Then it is tried again, and until that succeeds the key is in progress
     */
    CompletionStage<@Nullable Void> complete(String key, int status, byte[] answer) {
        Digest digest = digest(key);
        synchronized (this) {
            Digest body = begun.remove(digest);
            if (body == null) {
                throw new IllegalStateException("a key is completed that was not begun");
            }
            Kept kept = new Kept(new StoredAnswer(digest, body, millis.getAsLong(), status, answer), 0);
            if (closed) {
                kept.saved().completeExceptionally(new IOException("the journal is closed"));
                return kept.saved();
            }
            answers.add(kept);
            unsaved.add(kept);
            notifyAll();
            return kept.saved();
        }
    }

    private static Digest digest(String key) {
        return Digest.of(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    private void write() {
        try {
            List<Kept> batch = await();
            while (!batch.isEmpty()) {
                save(batch);
                batch = await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        IOException end = new IOException("the journal is closed");
        remaining().forEach(kept -> kept.saved().completeExceptionally(end));
    }

    /** What is to be saved, a while after a failure; empty when the journal is closed. */
    private synchronized List<Kept> await() throws InterruptedException {
        long retryAt = System.nanoTime() + (trouble == null ? 0 : RETRY_NANOS);
        while (!closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(retryAt - System.nanoTime());
            if (left > 0) {
                wait(left);
            } else if (unsaved.isEmpty()) {
                wait();
            } else {
                break;
            }
        }
        return closed && trouble != null ? List.of() : List.copyOf(unsaved);
    }

    private synchronized List<Kept> remaining() {
        return List.copyOf(unsaved);
    }

    private void save(List<Kept> batch) {
        try {
            int file = files.append(batch.stream().map(Kept::stored).toList());
            saved(batch, file);
            batch.forEach(kept -> kept.saved().complete(null));
            files.deleteBefore(firstFile());
        } catch (IOException | RuntimeException e) {
            files.endCurrent();
            IOException failure = new IOException("the journal " + settings.folder() + " cannot be written: " + e, e);
            if (trouble == null) {
                LOG.warn(
                        "Requests with an Idempotency-Key are answered with 503 and nothing of them is stored: {}",
                        failure.getMessage());
            }
            trouble = failure.getMessage();
            batch.forEach(kept -> kept.saved().completeExceptionally(failure));
        }
    }

    private synchronized void saved(List<Kept> batch, int file) {
        batch.forEach(kept -> kept.movedTo(file));
        writes++;
        unsaved.subList(0, batch.size()).clear();
        if (trouble != null) {
            LOG.info("The journal {} is written again.", settings.folder());
            trouble = null;
        }
    }

    private synchronized int firstFile() {
        return answers.firstFile();
    }

    /** Why the disk takes no answers; null when it does. */
    @Nullable
    String trouble() {
        return trouble;
    }

    synchronized int entries() {
        return answers.all().size();
    }

    /** Of the answers that are kept. The files may hold a quarter more. */
    synchronized long bytes() {
        return answers.bytes();
    }

    /** Answers that had to go before the window's end, for want of room. */
    synchronized long forgottenEarly() {
        return answers.forgottenEarly();
    }

    /** How often the disk was waited for; each time for all answers that there were. */
    synchronized long writes() {
        return writes;
    }

    /** Waits until what is known is on the disk; what is completed later fails. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        files.close();
    }
}
