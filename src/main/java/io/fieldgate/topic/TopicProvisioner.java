package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topics exist before anybody writes to them, and watches whether Kafka answers. Works in a daemon
 * thread of its own from {@link #start()} on, so a gateway starts whether or not Kafka is there. All methods may be
 * called from any thread.
 *
 * <p>Producers and consumers wait here for their topic: a broker with {@code auto.create.topics.enable} (Kafka's default)
 * would otherwise make it with the wrong number of partitions.
 */
final class TopicProvisioner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final Duration PULSE = Duration.ofSeconds(3);
    private static final Duration BUSY_PULSE = Duration.ofSeconds(1);
    private static final int PING_TIMEOUT_MS = 4_000;
    /** Every how many pulses the known topics are looked for again, in case one was deleted. */
    private static final int REVIEW = 10;

    private final KafkaClients clients;
    private final KafkaState state;
    private final Retentions retentions = new Retentions(System::currentTimeMillis);
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** By name, what is to be created; those without an entry are only used. */
    private final Map<String, TopicSpec> wanted = new ConcurrentHashMap<>();

    /** Those of them that the configuration lists, dead letters included. */
    private volatile Set<String> listed;

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Set<String> existing = ConcurrentHashMap.newKeySet();
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Object change = new Object();
    private final Thread thread = new Thread(this::run, "fieldgate-topics");
    private volatile boolean closed;
    /** Whether the list has changed, so that all of it is looked at. */
    private volatile boolean review;

    private boolean asked;

    TopicProvisioner(KafkaClients clients, TopicsProperties topics, KafkaState state) {
        this.clients = clients;
        this.state = state;
        wanted.putAll(topics.withDeadLetters(clients.properties().maxDeadLetterBytes()));
        listed = Set.copyOf(wanted.keySet());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Completes once when every listed topic exists, never with a failure. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** A dead-letter topic that is created when it does not exist. */
    void expectDeadLetters(String name, @Nullable TopicSpec of) {
        expect(TopicSpec.deadLetters(name, of, clients.properties().maxDeadLetterBytes()));
    }

    /** A topic that is created, when somebody writes to it and it does not exist. */
    void expect(TopicSpec spec) {
        wanted.putIfAbsent(spec.name(), spec);
    }

    /**
     * Other topics than before are listed. What is missing is created, what differs is reported or changed as at the start, but
     * not so that records are lost; what is not listed any more stays in Kafka.
     */
    void list(TopicsProperties topics) {
        Map<String, TopicSpec> now = topics.withDeadLetters(clients.properties().maxDeadLetterBytes());
        for (String name : listed) {
            if (!now.containsKey(name)) {
                wanted.remove(name);
                if (!used.contains(name)) {
                    state.healed(name);
                }
            }
        }
        wanted.putAll(now);
        listed = Set.copyOf(now.keySet());
        review = true;
        wake();
    }

    @Nullable
    TopicSpec spec(String topic) {
        return wanted.get(topic);
    }

    /** How long the topics keep records, of those that exist; looked at again each half minute. */
    Retentions retentions() {
        return retentions;
    }

    /**
     * Waits until the topic exists.
     *
     * @return true when it does; false when the time is over
     * @throws Failure of kind SYSTEMIC when only an operator can help
     */
    boolean await(String topic, Duration patience) throws InterruptedException {
        if (existing.contains(topic)) {
            return true;
        }
        if (used.add(topic)) {
            wake();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (change) {
            while (!existing.contains(topic)) {
                Failure trouble = state.trouble(topic);
                if (trouble != null) {
                    throw trouble;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                change.wait(left);
            }
        }
        return true;
    }

    /**
     * Kafka's id of a topic, as it was half a minute ago at most.
     *
     * @return empty when its broker has none; null while it is not known
     */
    @Nullable
    String id(String topic) {
        return ids.get(topic);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void wake() {
        synchronized (change) {
            asked = true;
            change.notifyAll();
        }
    }

    private void run() {
        while (!closed) {
            try (Admin admin = clients.admin()) {
                watch(admin);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                state.down(SendFailures.unreachable(e));
                pauseQuietly();
            }
        }
    }

    private void watch(Admin admin) throws InterruptedException {
        TopicAdmin topics = new TopicAdmin(admin, clients.properties(), retentions, ids);
        for (int pulse = 0; !closed; pulse++) {
            try {
                ping(admin);
                state.up();
                boolean all = review || pulse % REVIEW == 0;
                review = false;
                settle(topics, all);
            } catch (ExecutionException e) {
                state.down(SendFailures.unreachable(e));
                log.debug("Kafka at {} cannot be used", state.address(), e);
            }
            pause();
        }
    }

    private static void ping(Admin admin) throws ExecutionException, InterruptedException {
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(PING_TIMEOUT_MS))
                .clusterId()
                .get();
    }

    /** Looks for the topics that are not known to exist, and when reviewing for all. */
    private void settle(TopicAdmin topics, boolean review) throws ExecutionException, InterruptedException {
        Map<String, @Nullable TopicSpec> open = new TreeMap<>();
        for (String topic : used) {
            open.put(topic, wanted.get(topic));
        }
        open.putAll(wanted);
        if (!review) {
            open.keySet().removeIf(topic -> existing.contains(topic) && ids.containsKey(topic));
        }
        if (!open.isEmpty()) {
            topics.settle(open).forEach(this::settled);
        }
        synchronized (change) {
            change.notifyAll();
        }
        if (existing.containsAll(wanted.keySet())) {
            ready.complete(null);
        }
    }

    private void settled(String topic, @Nullable Failure failure) {
        if (failure == null) {
            existing.add(topic);
            state.healed(topic);
        } else {
            existing.remove(topic);
            state.troubled(topic, failure);
        }
    }

    private void pause() throws InterruptedException {
        boolean open = !existing.containsAll(wanted.keySet()) || !existing.containsAll(used);
        long deadline = System.nanoTime() + (open ? BUSY_PULSE : PULSE).toNanos();
        synchronized (change) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            while (!asked && !closed && left > 0) {
                change.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
            asked = false;
        }
    }

    private void pauseQuietly() {
        try {
            pause();
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
