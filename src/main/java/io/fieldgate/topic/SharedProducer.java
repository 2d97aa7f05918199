package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.InputGate;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one idempotent producer of the gateway. It gives no record up: {@link #send} waits for as long as its caller lets
 * it, and what was accepted stays in flight until Kafka has stored or refused it.
 *
 * <p>Records of one caller keep their order. Results are told on Kafka's I/O thread, which serves every route: what
 * happens there must be trivial and must not block. {@link #onResultThread} and {@link #continueLater} are for those who
 * cannot know.
 */
final class SharedProducer implements Sender, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SharedProducer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long RETRY_MS = 200;
    /** A Kafka that is well needs a few milliseconds. */
    private static final Duration FLUSH = Duration.ofMillis(100);

    private static final Duration FLUSH_REST = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final TopicProvisioner topics;
    private final InputGate gate;
    /** Whether a thread is one of Kafka's, on which it tells results. */
    private static final ThreadLocal<Boolean> RESULT = ThreadLocal.withInitial(() -> false);
    /** Its queue holds only exchanges in flight, which the windows of their sources bound. */
    private final ThreadPoolExecutor later = oneThread("fieldgate-topic-continuation");

    private final ThreadPoolExecutor flushing = oneThread("fieldgate-topic-flush");
    private final Flusher flusher = new Flusher(() -> this.producer, flushing, FLUSH, FLUSH_REST);

    /** Changed under the lock. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    private volatile boolean closed;

    SharedProducer(KafkaClients clients, TopicProvisioner topics, InputGate gate) {
        this.clients = clients;
        this.topics = topics;
        this.gate = gate;
    }

    private static ThreadPoolExecutor oneThread(String name) {
        ThreadPoolExecutor made =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    /**
     * Sends a record. Blocks while its topic does not exist, Kafka's metadata is not there or the buffer is full; fails at
     * once while the gate is closed. A refusal before Kafka has seen the record is told on the calling thread, all else on
     * Kafka's.
     *
     * @param running asked about once a second; when false the wait ends with a failure of kind TRANSIENT
     * @param done called exactly once: with where the record is stored with acks=all, or with the failure
     */
    @Override
    public void send(
            ProducerRecord<byte[], byte[]> record,
            BooleanSupplier running,
            BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done) {
        Failure shut = gate.closed();
        if (shut != null) {
            done.accept(null, shut);
            return;
        }
        while (true) {
            if (closed || !running.getAsBoolean()) {
                done.accept(null, Failure.temporary("The gateway stops before Kafka could take the record.", null));
                return;
            }
            try {
                if (topics.await(record.topic(), PATIENCE)
                        && attempt(topics.retentions().lasting(record), done)) {
                    return;
                }
            } catch (InterruptException | InterruptedException e) {
                Thread.currentThread().interrupt();
                done.accept(null, Failure.temporary("Interrupted before Kafka could take the record.", e));
                return;
            } catch (Failure failure) {
                done.accept(null, failure);
                return;
            }
        }
    }

    /** @return false when nothing was sent and it is worth trying again */
    private boolean attempt(
            ProducerRecord<byte[], byte[]> record, BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done)
            throws InterruptedException {
        Producer<byte[], byte[]> current;
        try {
            Producer<byte[], byte[]> made = producer;
            current = made == null ? producer() : made;
        } catch (KafkaException | IllegalStateException e) {
            // A bootstrap host name that does not resolve yet, or the gateway stops.
            log.debug("No producer yet", e);
            Thread.sleep(RETRY_MS);
            return false;
        }
        Attempt attempt = new Attempt(current, record.topic(), done);
        try {
            var unused = current.send(record, attempt);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            replace(current);
            attempt.refused = e;
        }
        Exception refused = attempt.refused;
        if (refused == null) {
            return true;
        }
        Failure failure = SendFailures.of(record.topic(), refused);
        if (failure.kind() != FailureKind.TRANSIENT) {
            throw failure;
        }
        if (!(refused instanceof TimeoutException)) {
            Thread.sleep(RETRY_MS);
        }
        return false;
    }

    @Override
    public void flush() {
        flusher.flush();
    }

    @Override
    public boolean onResultThread() {
        return RESULT.get();
    }

    /** Runs on a thread of its own, one task after the other. */
    @Override
    public void continueLater(Runnable task) {
        later.execute(task);
    }

    /** Kafka's result of one call of {@code send()}. */
    private final class Attempt implements Callback {
        private final Producer<byte[], byte[]> by;
        private final String topic;
        private final BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done;
        private final Thread caller = Thread.currentThread();
        private @Nullable Exception refused;

        Attempt(
                Producer<byte[], byte[]> by,
                String topic,
                BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done) {
            this.by = by;
            this.topic = topic;
            this.done = done;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null && Thread.currentThread() == caller) {
                refused = exception;
                return;
            }
            if (exception != null && !SendFailures.leavesProducerUsable(exception)) {
                replace(by);
            }
            if (!RESULT.get()) {
                // It is Kafka's for good.
                RESULT.set(true);
            }
            done.accept(metadata, exception == null ? null : SendFailures.of(topic, exception));
        }
    }

    /** Of the producer in use. Any thread. */
    Measurements measurements() {
        Producer<byte[], byte[]> made = producer;
        return made == null ? Measurements.NONE : new Measurements(made.metrics());
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the gateway stops");
        }
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    /** An idempotent producer can end in a state that it never leaves; its callers then repeat what it had not stored. */
    private synchronized void replace(Producer<byte[], byte[]> broken) {
        if (producer == broken && !closed) {
            producer = null;
            log.warn("The Kafka producer cannot go on and is replaced; what it had not stored is sent again.");
            Thread closer = new Thread(() -> broken.close(Duration.ZERO), "fieldgate-producer-close");
            closer.setDaemon(true);
            closer.start();
        }
    }

    /** Waits a few seconds for what is in flight; the rest fails as TRANSIENT, so its source does not acknowledge it. */
    @Override
    public void close() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = producer;
            producer = null;
        }
        if (last != null) {
            last.close(CLOSE);
        }
        later.shutdownNow();
        flushing.shutdownNow();
    }
}
