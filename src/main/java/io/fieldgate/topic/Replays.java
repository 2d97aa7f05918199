package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends dead letters back: begins replays, stops them, and goes on with those that this gateway did when it ended. One runs
 * at a time, over all gateways. From any thread; some seconds at most.
 */
public final class Replays implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SWAPPING = Duration.ofSeconds(30);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));

    private final TopicComponent component;
    private final Supplier<CamelContext> camel;
    private final DeadLetterQueue deadLetters;
    private final ReplayBook book;
    private final String me;
    private final Duration swapping;
    // Written under the monitor; whoever stops the gateway reads them without it, since it may be held while Kafka is
    // waited for.
    private volatile @Nullable ReplayRun run;
    private volatile @Nullable Thread resuming;
    private volatile boolean open;

    Replays(TopicComponent component, Supplier<CamelContext> camel, DeadLetterQueue deadLetters) {
        this(component, camel, deadLetters, SWAPPING);
    }

    /** @param swapping how long a route that is not there may be one that is swapped */
    Replays(TopicComponent component, Supplier<CamelContext> camel, DeadLetterQueue deadLetters, Duration swapping) {
        this.component = component;
        this.camel = camel;
        this.deadLetters = deadLetters;
        this.swapping = swapping;
        this.book = new ReplayBook(component);
        this.me = InstanceId.of(component.clients().properties().instance(), "replays", 0);
    }

    /**
     * Begins a replay of what there is now; letters that come later are not of it.
     *
     * @throws IllegalArgumentException when a place has no letter
     * @throws Failure of kind RECORD while another runs, of kind TRANSIENT when Kafka does not answer
     */
    public synchronized ReplayJob start(ReplayOrder order) throws InterruptedException {
        Map<String, ReplayJob> jobs = new LinkedHashMap<>();
        List<Stretch> stretches = reading(reader -> {
            ReplayBook.Page page = ReplayBook.read(reader);
            checkNoneRuns(page);
            jobs.putAll(page.jobs());
            return Stretches.of(order, reader);
        });
        ReplayJob job = new ReplayJob(
                UUID.randomUUID().toString(),
                order,
                Instant.now(),
                me,
                State.RUNNING,
                null,
                null,
                stretches,
                0,
                0,
                0,
                List.of(),
                null);
        begin(job, jobs);
        return job;
    }

    private void begin(ReplayJob job, Map<String, ReplayJob> all) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        book.write(job, () -> open && System.nanoTime() < deadline);
        // One that is resumed meets what others, begun later, have sent meanwhile.
        List<ReplayJob> others = all.values().stream()
                .filter(other -> !other.id().equals(job.id()))
                .toList();
        CamelContext context = camel.get();
        ReplayDoor door = new ReplayDoor(context);
        ReplayRun begun = new ReplayRun(
                job,
                new ReplayChoice(job.order(), others),
                book,
                door,
                waiting -> new ReplaySender(component, context, deadLetters, door, waiting),
                () -> ReplayRun.reader(component.clients()),
                swapping);
        run = begun;
        if (!open) {
            throw Failure.temporary("The gateway starts or stops at the moment.", null);
        }
        LOG.info("Replay {} begins, by order of {}.", job.id(), job.order().author());
        begun.start();
    }

    private void checkNoneRuns(ReplayBook.Page page) {
        page.jobs().values().stream()
                // One that was told to stop, and whose gateway is gone, is no obstacle.
                .filter(job ->
                        isAtWork(job.id()) || (job.isRunning() && !page.stops().containsKey(job.id())))
                .findFirst()
                .ifPresent(job -> {
                    throw Failure.rejected(
                            "REPLAY_RUNS",
                            "The replay " + job.id() + " runs at the moment; wait for its end, or stop it.",
                            null);
                });
    }

    private boolean isAtWork(String id) {
        ReplayRun here = run;
        return here != null
                && here.isAlive()
                && here.job().isRunning()
                && here.job().id().equals(id);
    }

    /** As it is known here, better than by the book; null when it is done elsewhere, or rests. */
    private @Nullable ReplayJob known(String id) {
        ReplayRun here = run;
        return here != null
                        && here.job().id().equals(id)
                        && (here.isAlive() || !here.job().isRunning())
                ? here.job()
                : null;
    }

    /**
     * All that were ever begun, the last first. What other gateways have done in the last two seconds may be missing.
     *
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public List<ReplayJob> list() {
        ReplayBook.Page page = book.lately();
        List<ReplayJob> jobs = new ArrayList<>();
        page.jobs().values().forEach(job -> jobs.add(seen(job, page)));
        jobs.sort(Comparator.comparing(ReplayJob::began).reversed());
        return jobs;
    }

    /** Null when there is none of that id. */
    public synchronized @Nullable ReplayJob find(String id) {
        ReplayJob here = known(id);
        if (here != null) {
            return here;
        }
        ReplayBook.Page page = reading(ReplayBook::read);
        ReplayJob job = page.jobs().get(id);
        return job == null ? null : seen(job, page);
    }

    /** What is done here is known better than by the book; what is done elsewhere may have been told to stop. */
    private ReplayJob seen(ReplayJob job, ReplayBook.Page page) {
        ReplayJob here = known(job.id());
        if (here != null) {
            return here;
        }
        String by = page.stops().get(job.id());
        return job.isRunning() && by != null ? job.ended(State.STOPPED, by, Instant.now()) : job;
    }

    /**
     * Ends one soon.
     *
     * @return how far it is; null when there is none of that id
     */
    public synchronized @Nullable ReplayJob stop(String id, String by) throws InterruptedException {
        ReplayRun here = run;
        if (here != null && here.isAlive() && here.job().id().equals(id)) {
            here.stop(by);
            return here.job();
        }
        ReplayJob job = find(id);
        if (job != null && job.isRunning()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            book.requestStop(id, by, () -> System.nanoTime() < deadline);
        }
        return job;
    }

    /**
     * Goes on with one that was stopped, here.
     *
     * @return null when there is none of that id
     * @throws Failure of kind RECORD while one runs, or when it is done
     */
    public synchronized @Nullable ReplayJob resume(String id) throws InterruptedException {
        ReplayBook.Page page = reading(ReplayBook::read);
        ReplayJob job = page.jobs().get(id);
        if (job == null) {
            return null;
        }
        checkNoneRuns(page);
        if (job.state() == State.DONE) {
            throw Failure.rejected("REPLAY_DONE", "The replay " + id + " is done; begin another.", null);
        }
        if (page.stops().containsKey(id)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            book.requestStop(id, null, () -> System.nanoTime() < deadline);
        }
        ReplayJob again = job.begunAgain(me);
        begin(again, page.jobs());
        return again;
    }

    /**
     * What a replay would do, as far as some seconds suffice. Nothing is sent.
     *
     * @param trial tries a letter on the routes of today
     */
    public ReplayForecast forecast(ReplayOrder order, LetterTrial trial) {
        return reading(reader -> ReplayForecast.of(
                order,
                new ReplayChoice(
                        order, List.copyOf(ReplayBook.read(reader).jobs().values())),
                new ReplayDoor(camel.get()),
                Stretches.of(order, reader),
                reader,
                trial));
    }

    private <T> T reading(Function<LetterReader, T> question) {
        return LetterReader.answer(component.clients(), PATIENCE, question);
    }

    @Override
    public synchronized void start() {
        open = true;
        Thread thread = new Thread(this::resumeOwn, "replays-resume");
        thread.setDaemon(true);
        resuming = thread;
        thread.start();
    }

    /** As soon as Kafka can be read. */
    private void resumeOwn() {
        try {
            for (int failures = 1; open && !resumedOwn(); failures++) {
                Thread.sleep(BACKOFF.after(failures).toMillis());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean resumedOwn() throws InterruptedException {
        try {
            ReplayBook.Page page = reading(ReplayBook::read);
            for (ReplayJob job : page.jobs().values()) {
                if (job.isRunning() && job.owner().equals(me) && !isAtWork(job.id())) {
                    String by = page.stops().get(job.id());
                    if (by != null) {
                        long deadline = System.nanoTime() + PATIENCE.toNanos();
                        book.write(
                                job.ended(State.STOPPED, by, Instant.now()),
                                () -> open && System.nanoTime() < deadline);
                    } else {
                        begin(job, page.jobs());
                    }
                }
            }
            return true;
        } catch (Failure away) {
            LOG.debug("Replays cannot be read yet", away);
            return false;
        }
    }

    @Override
    public void stop() {
        open = false;
        Thread resumes = resuming;
        if (resumes != null) {
            resumes.interrupt();
        }
        ReplayRun here = run;
        if (here != null) {
            try {
                here.close();
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** Begins after the routes, and ends before them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
