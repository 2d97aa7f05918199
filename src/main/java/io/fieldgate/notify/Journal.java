package io.fieldgate.notify;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the compacted topics of notifications. From any thread. */
final class Journal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final NotifyKafka kafka;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private boolean closed;

    Journal(NotifyKafka kafka) {
        this.kafka = kafka;
    }

    /**
     * Returns when all are stored, however long that takes.
     *
     * @throws InterruptedException also when the journal is closed
     */
    void write(String topic, List<Entry> entries) throws InterruptedException {
        for (int failures = 1; !entries.isEmpty(); failures++) {
            try {
                write(topic, entries, Duration.ofMinutes(3));
                return;
            } catch (Failure failed) {
                log.debug("The topic {} cannot be written", topic, failed);
                if (isClosed()) {
                    throw new InterruptedException();
                }
                Thread.sleep(BACKOFF.after(failures).toMillis());
            }
        }
    }

    /**
     * Returns when all are stored.
     *
     * @throws Failure when they are not within that time; some may be
     */
    void write(String topic, List<Entry> entries, Duration patience) throws InterruptedException {
        try {
            KafkaProducer<String, byte[]> open = producer();
            List<Future<RecordMetadata>> results = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                results.add(open.send(new ProducerRecord<>(topic, entry.key(), entry.value())));
            }
            for (Future<RecordMetadata> result : results) {
                result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptException interrupted) {
            throw new InterruptedException();
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException failed) {
            throw Failure.temporary("Kafka does not take the records of '" + topic + "'.", failed);
        }
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the gateway stops");
        }
        if (producer == null) {
            producer = kafka.producer();
        }
        return producer;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(CLOSE);
            producer = null;
        }
    }
}
