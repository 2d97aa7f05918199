package io.fieldgate.mqtt;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;

/**
 * The one thread on which messages of a source enter the route, in order of receipt. It may wait, for Kafka or anything
 * else; nobody who reads a socket waits for it.
 *
 * <p>Bounds: QoS 1 messages are at most Receive Maximum by protocol; QoS 0 messages, which no protocol holds back, are
 * refused once the queue is that long; as many again may be inside the route.
 */
final class Lane {
    /** What the lane runs. Neither method may end with an exception other than by interruption. */
    interface Work {
        void begin(Received received) throws InterruptedException;

        void failed(Received received) throws InterruptedException;
    }

    private static final long STOP_MILLIS = 10_000;

    private final LinkedBlockingDeque<Received> queue;
    private final int longest;
    private final Semaphore inside;
    private final Work work;
    private final Thread thread;
    private volatile boolean open = true;

    Lane(String name, int receiveMaximum, Work work) {
        this.longest = receiveMaximum;
        // Room for a full window, for as much QoS 0, and for all that are inside the route to come back as failed.
        this.queue = new LinkedBlockingDeque<>(4 * receiveMaximum);
        this.inside = new Semaphore(2 * receiveMaximum);
        this.work = work;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Called on Paho's thread: never waits. Returns false when the message is refused, which only QoS 0 can be. */
    boolean offer(Received received) {
        if (received.qos() == 0 && queue.size() >= longest) {
            return false;
        }
        return queue.offerLast(received);
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
        return 2 * longest - inside.availablePermits();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        try {
            while (true) {
                Received received = queue.takeFirst();
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
