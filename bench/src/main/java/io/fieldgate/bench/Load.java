package io.fieldgate.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The devices: they take turns, and each always uses the same connection. One thread. */
final class Load implements AutoCloseable {
    /** Where the devices publish, and what the gateway subscribes. */
    static final String FILTER = "plant/{site}/{device}/telemetry";

    static final String SUBSCRIPTION = "plant/+/+/telemetry";

    private final List<Publisher> publishers = new ArrayList<>();
    private final byte[][] topics;
    private final Account account;
    private final int payloadSize;
    private int turn;
    private long lateMicros;

    Load(URI broker, int connections, int devices, int payloadSize, Account account) throws IOException {
        this.account = account;
        this.payloadSize = payloadSize;
        // One more than there are devices: the topic of the probe.
        topics = new byte[devices + 1][];
        for (int device = 0; device <= devices; device++) {
            topics[device] = ("plant/north/device-" + device + "/telemetry").getBytes(StandardCharsets.US_ASCII);
        }
        for (int i = 0; i < connections; i++) {
            publishers.add(new Publisher(broker, "load-" + i));
        }
    }

    void probe() throws IOException, InterruptedException {
        publish(account.probe());
        flush();
    }

    /**
     * As fast as the broker acknowledges, and while no more than so many messages have not reached the topic.
     *
     * @return false when those do not come any more
     */
    boolean burst(int messages, long backlog) throws IOException, InterruptedException {
        for (int i = 0; i < messages; i++) {
            if (account.missing() >= backlog) {
                flush();
                if (!account.awaitMissingBelow(backlog)) {
                    return false;
                }
            }
            publishNext();
        }
        flush();
        return true;
    }

    /** At even distances. A message that is late is sent at once, so that the rate holds. */
    void paced(int messagesPerSecond, int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int messages = messagesPerSecond * seconds;
        lateMicros = 0;
        for (int i = 0; i < messages; i++) {
            long due = start + i * 1_000_000_000L / messagesPerSecond;
            long early = due - System.nanoTime();
            while (early > 0) {
                LockSupport.parkNanos(early);
                early = due - System.nanoTime();
            }
            lateMicros += -early / 1_000;
            publishNext().flush();
        }
        lateMicros /= messages;
    }

    /** How late the messages of the last {@link #paced} were in the mean: a busy machine cannot even load evenly. */
    long lateMicros() {
        return lateMicros;
    }

    private Publisher publishNext() throws IOException, InterruptedException {
        int device = turn;
        turn = (turn + 1) % (topics.length - 1);
        return publish(account.next(device));
    }

    private Publisher publish(Reading reading) throws IOException, InterruptedException {
        Publisher publisher = publishers.get(reading.device() % publishers.size());
        publisher.publish(topics[reading.device()], reading.payload(payloadSize));
        return publisher;
    }

    private void flush() throws IOException {
        for (Publisher publisher : publishers) {
            publisher.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (Publisher publisher : publishers) {
            publisher.close();
        }
    }
}
