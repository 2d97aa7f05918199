package io.fieldgate.observe.device;

import io.fieldgate.message.Backoff;
import io.fieldgate.observe.device.DeviceRegistry.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the devices in Kafka: reads what all gateways know, then every few seconds writes what this one has seen since, and
 * takes in what others write. While Kafka is away the devices are in memory only. A kill loses what was seen after the last
 * writing; messages it never concerns.
 */
final class DeviceKeeper implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeviceKeeper.class);
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long HOUSEKEEPING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DeviceRegistry registry;
    private final DeviceTopic topic;
    private final String gateway;
    private final long interval;
    private final Thread thread = new Thread(this, "fieldgate-devices");
    /** Records on their way. */
    private final AtomicInteger open = new AtomicInteger();

    private volatile boolean closed;
    private volatile boolean refused;
    private volatile boolean restored;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable String complaint;

    DeviceKeeper(DeviceRegistry registry, DeviceTopic topic, String gateway, Duration interval) {
        this.registry = registry;
        this.topic = topic;
        this.gateway = gateway;
        this.interval = interval.toNanos();
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether what was known before the start is known again. */
    boolean isRestored() {
        return restored;
    }

    @Override
    public void run() {
        int failures = 0;
        while (!closed) {
            try {
                session();
                failures = 0;
            } catch (InterruptException | InterruptedException stop) {
                log.debug("Devices are not kept any more");
            } catch (RuntimeException failed) {
                complain(failed);
                pause(++failures);
            }
        }
    }

    /** That Kafka is away is told by its own health and log; what else there is once. */
    private void complain(RuntimeException failed) {
        String now = String.valueOf(failed.getMessage());
        if (failed instanceof RetriableException || failed.getCause() instanceof RetriableException) {
            log.debug("Devices wait for Kafka", failed);
        } else if (!now.equals(complaint)) {
            complaint = now;
            log.warn("What is known of devices is in memory only, for now: {} No message is concerned.", now);
        }
    }

    private void pause(int failures) {
        try {
            Thread.sleep(AGAIN.after(failures).toMillis());
        } catch (InterruptedException stop) {
            log.debug("Devices are not kept any more");
        }
    }

    private void session() throws InterruptedException {
        topic.provide();
        try (KafkaConsumer<byte[], byte[]> reader = topic.reader()) {
            List<TopicPartition> partitions = partitions(reader);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            restore(reader, partitions);
            follow(reader);
        }
    }

    /** Of a topic that was made a moment ago not every broker knows them yet. */
    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reader) throws InterruptedException {
        while (true) {
            List<TopicPartition> partitions = reader.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            if (!partitions.isEmpty() || closed) {
                return partitions;
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private void restore(KafkaConsumer<byte[], byte[]> reader, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        Map<String, Share> own = new HashMap<>();
        while (!closed && ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            read(reader, restored ? null : own);
        }
        if (!closed && !restored) {
            registry.restore(own);
            restored = true;
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> reader) {
        long written = System.nanoTime();
        long tidied = written;
        while (!closed) {
            read(reader, null);
            long now = System.nanoTime();
            if (now - written >= interval && open.get() == 0) {
                written = now;
                write(registry.changes());
                complaint = null;
            }
            if (now - tidied >= HOUSEKEEPING_NANOS) {
                tidied = now;
                for (ShareCodec.Key gone : registry.forget()) {
                    var unused = writer().send(new ProducerRecord<>(
                            topic.name(), ShareCodec.key(gone.gateway(), gone.device()), null));
                }
            }
        }
    }

    /** @param own where what this gateway wrote is collected; null to pass over it */
    private void read(KafkaConsumer<byte[], byte[]> reader, @Nullable Map<String, Share> own) {
        for (ConsumerRecord<byte[], byte[]> each : reader.poll(POLL)) {
            ShareCodec.Key key = ShareCodec.key(each.key());
            if (key == null || (own == null && key.gateway().equals(gateway))) {
                continue;
            }
            Share share = each.value() == null ? null : ShareCodec.value(key.gateway(), each.value());
            if (!key.gateway().equals(gateway)) {
                registry.put(key.device(), key.gateway(), share);
            } else if (own != null && share != null) {
                own.put(key.device(), share);
            } else if (own != null) {
                own.remove(key.device());
            }
        }
    }

    private void write(List<Change> changes) {
        int sent = 0;
        refused = false;
        try {
            // A producer that has no room says so by its callback, after it has waited for a while.
            for (; sent < changes.size() && !refused; sent++) {
                write(changes.get(sent));
            }
        } finally {
            changes.subList(sent, changes.size())
                    .forEach(change -> change.device().markChanged());
        }
    }

    private void write(Change change) {
        byte[] key = ShareCodec.key(gateway, change.device().id());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), key, ShareCodec.value(change.share()));
        open.incrementAndGet();
        try {
            var unused = writer().send(record, (at, failure) -> {
                open.decrementAndGet();
                if (failure != null) {
                    refused = true;
                    change.device().markChanged();
                }
            });
        } catch (RuntimeException failed) {
            open.decrementAndGet();
            throw failed;
        }
    }

    private KafkaProducer<byte[], byte[]> writer() {
        if (producer == null) {
            producer = topic.writer();
        }
        return producer;
    }

    /** Writes what was seen last, if Kafka takes it at once. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(CLOSE.toMillis());
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() || !restored) {
            return;
        }
        try {
            refused = false;
            for (List<Change> last = registry.changes(); !last.isEmpty() && !refused; last = registry.changes()) {
                write(last);
            }
        } catch (KafkaException away) {
            log.debug("What was seen of devices last is lost", away);
        }
        if (producer != null) {
            producer.close(CLOSE);
        }
    }
}
