package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Devices that take turns to report. In every second turn one of a hundred is hot, and none in the last before the paced
 * readings, of which one of twenty is. One thread.
 */
final class Fleet implements AutoCloseable {
    private static final int HOT = 95;
    private static final int SELDOM = 100;
    private static final int OFTEN = 20;
    /** Rules look back so far when they begin. */
    private static final Duration PAST = Duration.ofMinutes(8);

    private static final double MILLIS_APART = 0.5;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int devices;
    private final int payload;
    private final double step;
    private final long begin;
    private final Random random = new Random(1);
    private final Map<String, Long> hotSince = new ConcurrentHashMap<>();
    private int sent;

    /** @param unpaced readings that {@link #send} will send; their times are those of 2,000 a second, until now */
    Fleet(String servers, String topic, int devices, int payload, int unpaced) {
        this.producer = Target.producer(servers);
        this.topic = topic;
        this.devices = devices;
        this.payload = payload;
        this.step = Math.min(MILLIS_APART, (double) PAST.toMillis() / unpaced);
        this.begin = System.currentTimeMillis() - (long) (unpaced * step);
    }

    /** So many readings as fast as Kafka takes them. */
    void send(int readings) {
        for (int i = 0; i < readings; i++) {
            int device = sent % devices;
            send(device, device % SELDOM == 1 && sent / devices % 2 == 1, begin + (long) (sent * step));
        }
        producer.flush();
    }

    /** At even distances, each at once. */
    void paced(int perSecond, int seconds) {
        long start = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            int device = sent % devices;
            boolean hot = device % OFTEN == 0;
            if (hot) {
                hotSince.putIfAbsent(name(device), Clock.micros());
            }
            send(device, hot, System.currentTimeMillis());
        }
        producer.flush();
    }

    /** When the first paced reading of a device was sent that says that it is hot. */
    @Nullable
    Long hotSince(String device) {
        return hotSince.get(device);
    }

    /** How many devices have said in paced readings that they are hot. */
    int hot() {
        return hotSince.size();
    }

    private void send(int device, boolean hot, long time) {
        int temperature = hot ? HOT : 20 + random.nextInt(40);
        String head = "{\"device\":\"" + name(device) + "\",\"seq\":" + sent++ + ",\"temperature\":" + temperature
                + ",\"vibration\":" + random.nextInt(500) / 100.0 + ",\"humidity\":" + random.nextInt(1000) / 10.0
                + ",\"battery\":" + random.nextInt(100) + ",\"firmware\":\"4.2.1\",\"text\":\"";
        String value = head + "x".repeat(Math.max(0, payload - head.length() - 2)) + "\"}";
        var unused = producer.send(
                new ProducerRecord<>(
                        topic,
                        null,
                        time,
                        name(device).getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)),
                (stored, failure) -> {
                    if (failure != null) {
                        Records.fail(failure);
                    }
                });
    }

    private static String name(int device) {
        return "device-" + device;
    }

    @Override
    public void close() {
        producer.close();
    }
}
