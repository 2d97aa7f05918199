package io.fieldgate.mqtt;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one thread on which messages of a source enter the route, in order of receipt. It may wait, for Kafka or anything
 * else; nobody who reads a socket waits for it.
 *
 * <p>Bounds: QoS 1 messages are at most Receive Maximum by protocol. QoS 0 messages, which no protocol holds back, are
 * refused once ten times as many wait, or 16 MiB of them. Inside the route are at most twice Receive Maximum.
 */
final class Lane {
    /** What the lane runs. Neither method may end with an exception other than by interruption. */
    interface Work {
        void begin(Received received) throws InterruptedException;

        void failed(Received received) throws InterruptedException;
    }

    private static final long STOP_MILLIS = 10_000;
    private static final int QOS0_WINDOWS = 10;
    private static final long QOS0_BYTES = 16 * 1024 * 1024;

    private final LinkedBlockingDeque<Received> queue;
    private final int receiveMaximum;
    private final Semaphore inside;
    private final AtomicLong qos0Bytes = new AtomicLong();
    private final Work work;
    private final Thread thread;
    private volatile boolean open = true;

    Lane(String name, int receiveMaximum, Work work) {
        this.receiveMaximum = receiveMaximum;
        // Room for a full window, for QoS 0, and for all that are inside the route to come back as failed.
        this.queue = new LinkedBlockingDeque<>((QOS0_WINDOWS + 4) * receiveMaximum);
        this.inside = new Semaphore(2 * receiveMaximum);
        this.work = work;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Called on Paho's thread: never waits. Returns false when there is no room. */
    boolean offer(Received received) {
        if (received.qos() > 0) {
            return queue.offerLast(received);
        }
        if (queue.size() >= QOS0_WINDOWS * receiveMaximum || qos0Bytes.get() >= QOS0_BYTES) {
            return false;
        }
        qos0Bytes.addAndGet(received.message.getPayload().length);
        return queue.offerLast(received);
    }

    /** Drops what came by a connection that is gone and has not begun; the broker sends it again. */
    void forget(Connection connection) {
        queue.removeIf(received -> received.qos() > 0 && received.connection == connection && received.failure == null);
    }

    /** Gives a failed message back, ahead of all that have not begun. Any thread; never waits. */
    void giveBack(Received received) {
        queue.addFirst(received);
    }

    /** The message has left the route. Any thread. */
    void leave() {
        inside.release();
    }

    /** Begins nothing new: what waits stays un-acknowledged at the broker. Failed messages are still dealt with. */
    void close() {
        open = false;
    }

    void reopen() {
        open = true;
    }

    /** Messages that are inside the route. */
    int inside() {
        return 2 * receiveMaximum - inside.availablePermits();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        try {
            while (true) {
                Received received = queue.takeFirst();
                if (received.qos() == 0 && received.attempts == 0) {
                    qos0Bytes.addAndGet(-received.message.getPayload().length);
                }
                if (received.failure != null) {
                    work.failed(received);
                } else if (open) {
                    inside.acquire();
                    work.begin(received);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
