package io.fieldgate.alert;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology: waits for Kafka and for the topics, starts it, watches it, and begins anew when it has come to an end,
 * or when rules judge another topic. Works in a daemon thread of its own, so a gateway starts whether or not Kafka is there.
 * Without rules it waits for some, once no alert of rules that are gone is open.
 */
final class AlertEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AlertEngine.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final Duration QUICK_PULSE = Duration.ofMillis(100);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    /** Every how many pulses topics are looked for that were missing, or are not judged any more, and partitions that were added. */
    private static final int REVIEW = 10;

    private final RuleBook book;
    private final boolean enabled;
    private final StreamsSettings settings;
    private final String address;
    private final String application;
    private final AlertTopology topology;
    private final AlertTopics topics;
    private final HorizonWatch watch;
    private final AlertMeters meters;
    private final EngineState state;
    private final StreamsHealth health;
    private final PeerVersions peers = new PeerVersions();
    private final Seldom seldom = new Seldom(log);
    private final Object change = new Object();
    private final Thread thread = new Thread(this::run, "fieldgate-alerts");
    private boolean goesOn;
    private volatile boolean closed;

    AlertEngine(RuleBook book, AlertProperties properties, KafkaAccess kafka, AlertMeters meters, EngineState state) {
        this.book = book;
        this.enabled = properties.enabled();
        this.settings = new StreamsSettings(properties, kafka);
        this.address = kafka.address();
        this.application = properties.applicationId();
        Horizon horizon = new Horizon();
        this.topology = AlertTopology.of(book, properties, horizon, meters, System::currentTimeMillis);
        this.topics = new AlertTopics(properties);
        this.watch = new HorizonWatch(application, horizon, System::currentTimeMillis);
        this.meters = meters;
        this.state = state;
        this.health = new StreamsHealth();
        thread.setDaemon(true);
    }

    void start() {
        if (enabled) {
            thread.start();
        }
    }

    @Override
    public void close() {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
        try {
            thread.join(LONGEST_CLOSE.plus(PULSE).toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                AlertRules rules = book.rules();
                if (!evaluate(rules)) {
                    awaitOthersThan(rules);
                }
                failures = 0;
            } catch (InterruptedException stop) {
                return;
            } catch (ExecutionException e) {
                state.troubled(unanswered(e));
                pauseQuietly(BACKOFF.after(++failures));
            } catch (Failure refused) {
                state.troubled(refused);
                pauseQuietly(BACKOFF.after(++failures));
            } catch (RuntimeException e) {
                // Such as an address that cannot be resolved, or a state folder that another process holds.
                Throwable cause = e.getCause() == null ? e : e.getCause();
                state.troubled(Failure.temporary("Evaluating cannot begin (" + cause.getMessage() + ").", e));
                log.debug("Evaluating cannot begin", e);
                pauseQuietly(BACKOFF.after(++failures));
            }
        }
    }

    /** Returns when it has to be tried again; false when there is nothing to evaluate. */
    private boolean evaluate(AlertRules rules) throws InterruptedException, ExecutionException {
        if (rules.isEmpty() && !rules.problems().isEmpty()) {
            return false;
        }
        try (Admin admin = Admin.create(settings.admin())) {
            Set<Division> judged = rules.divisions();
            judged.addAll(topics.orphaned(admin, rules, settings));
            if (judged.isEmpty()) {
                return false;
            }
            topics.provide(admin);
            Set<String> existing =
                    AlertTopics.existing(admin, Division.topics(judged)).keySet();
            judged.removeIf(division -> !existing.contains(division.topic()));
            if (judged.isEmpty()) {
                state.troubled(AlertTopics.missing(rules, rules.topics()));
                pause(PULSE);
            } else {
                work(admin, judged);
            }
            return true;
        }
    }

    private void awaitOthersThan(AlertRules rules) throws InterruptedException {
        while (!closed && book.rules() == rules) {
            pause(PULSE);
        }
    }

    private Failure unanswered(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return Failure.temporary("Kafka at " + address + " does not answer (" + cause.getMessage() + ").", e);
    }

    /** Returns when the topology has to be made anew. */
    private void work(Admin admin, Set<Division> judged) throws InterruptedException, ExecutionException {
        health.begins(goesOn);
        goesOn = false;
        KafkaStreams streams =
                new KafkaStreams(topology.topology(judged), settings.streams(new UnwritableRecords(meters)));
        try (PeerWatch others = new PeerWatch(settings.admin(), topics.told(admin), peers)) {
            streams.setUncaughtExceptionHandler(this::failed);
            streams.start();
            watch(streams, admin, judged, others);
        } finally {
            // Leaving the group hands the work over at once; otherwise the others would wait for a time-out.
            streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(LONGEST_CLOSE));
        }
    }

    private void watch(KafkaStreams streams, Admin admin, Set<Division> judged, PeerWatch others)
            throws InterruptedException {
        Inputs inputs = Inputs.UNKNOWN;
        AlertRules seen = book.rules();
        for (int pulse = 1; !closed; pulse++) {
            KafkaStreams.State now = streams.state();
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                state.troubled(health.end());
                pause(BACKOFF.after(1));
                return;
            }
            AlertRules rules = book.rules();
            try {
                if (!inputs.areComplete()) {
                    inputs = Inputs.of(admin, judged, application);
                }
                meters.lag(watch.look(admin, inputs));
                if (rules != seen || pulse % REVIEW == 0) {
                    seen = rules;
                    if (isMissedByNow(admin, rules, judged) || isJudgedInVain(admin, rules, judged)) {
                        goesOn = true;
                        return;
                    }
                    inputs = Inputs.of(admin, judged, application);
                }
                report(now, rules, judged);
                state.differs(others.look(rules, System.currentTimeMillis()));
            } catch (ExecutionException e) {
                state.troubled(unanswered(e));
                log.debug("Kafka at {} cannot be asked", address, e);
            }
            pause(now == KafkaStreams.State.RUNNING ? PULSE : QUICK_PULSE);
        }
    }

    private static Set<String> missing(AlertRules rules, Set<Division> judged) {
        Set<Division> missing = rules.divisions();
        missing.removeAll(judged);
        return Division.topics(missing);
    }

    /** Whether rules judge a topic that is there in a way in which it is not judged. */
    private static boolean isMissedByNow(Admin admin, AlertRules rules, Set<Division> judged)
            throws ExecutionException, InterruptedException {
        Set<String> missing = missing(rules, judged);
        return !missing.isEmpty() && !AlertTopics.existing(admin, missing).isEmpty();
    }

    /**
     * Whether something is judged that no rule asks for any more, and that has no alert which must be ended. While nobody can
     * tell, it is judged on, and so are the others.
     */
    private boolean isJudgedInVain(Admin admin, AlertRules rules, Set<Division> judged)
            throws ExecutionException, InterruptedException {
        if (!rules.problems().isEmpty() || rules.divisions().containsAll(judged)) {
            return false;
        }
        try {
            Set<Division> needed = topics.orphaned(admin, rules, settings);
            needed.addAll(rules.divisions());
            return !needed.containsAll(judged);
        } catch (Failure unknown) {
            seldom.warn("open", unknown.getMessage() + " The topics " + Division.topics(judged) + " are read on.");
            return false;
        }
    }

    private void report(KafkaStreams.State now, AlertRules rules, Set<Division> judged) {
        Set<String> missing = missing(rules, judged);
        Failure trouble = health.trouble(now);
        if (trouble == null && !missing.isEmpty()) {
            trouble = AlertTopics.missing(rules, missing);
        }
        if (trouble == null) {
            state.works(String.join(", ", rules.names()));
        } else if (health.isStarting()) {
            state.waits(trouble);
        } else {
            state.troubled(trouble);
        }
    }

    /** Called by the thread that has failed, which ends then. */
    private StreamThreadExceptionResponse failed(Throwable thrown) {
        if (Causes.of(thrown).stream().anyMatch(MissingSourceTopicException.class::isInstance)) {
            health.fails(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int failures = health.fails(thrown);
        log.warn("A thread that evaluates alert rules has failed. Nothing is lost, another takes its place.", thrown);
        pauseQuietly(BACKOFF.after(failures));
        return closed ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private void pause(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (change) {
            long left = time.toMillis();
            while (!closed && left > 0) {
                change.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private void pauseQuietly(Duration time) {
        try {
            pause(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
