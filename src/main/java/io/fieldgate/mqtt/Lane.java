package io.fieldgate.mqtt;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread on which messages of a connection enter the route, in order of receipt. It may wait, for Kafka or
 * anything else; nobody who reads a socket waits for it. It takes all that waits in one piece, and while messages come
 * densely it looks for more after a short nap instead of being woken for each.
 *
 * <p>Bounds: QoS 1 messages are bounded by their connection. QoS 0 messages, which no protocol holds back, are refused
 * once ten times Receive Maximum wait, or 16 MiB of them. Inside the route are at most twice Receive Maximum.
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
    /** The latency that a message may pay for not waking a thread; less than Kafka's client waits for a full batch. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int receiveMaximum;
    private final Semaphore inside;
    private final Work work;
    private final MqttMeters meters;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    /**
     * Under the lock: what has not begun, what has failed, QoS 0 among the former, whether a nap is worth while, whether
     * there is one, which ends by itself.
     */
    private ArrayDeque<Received> waiting = new ArrayDeque<>();

    private ArrayDeque<Received> failed = new ArrayDeque<>();
    private int qos0;
    private long qos0Bytes;
    private boolean dense;
    private boolean napping;
    private volatile boolean failing;
    private volatile boolean open = true;

    Lane(String name, int receiveMaximum, Work work, MqttMeters meters) {
        this.receiveMaximum = receiveMaximum;
        this.inside = new Semaphore(2 * receiveMaximum);
        this.work = work;
        this.meters = meters;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes what one read has brought. Called on the event loop: never waits.
     *
     * @param more whether the next is expected within a nap
     */
    void offer(List<Received> run, boolean more) {
        meters.received(run.size());
        lock.lock();
        try {
            dense = more;
            for (Received received : run) {
                if (received.packetId > 0 || roomForQos0(received)) {
                    waiting.addLast(received);
                }
            }
            wake();
        } finally {
            lock.unlock();
        }
    }

    private boolean roomForQos0(Received received) {
        if (qos0 >= QOS0_WINDOWS * receiveMaximum || qos0Bytes >= QOS0_BYTES) {
            meters.droppedQos0();
            return false;
        }
        qos0++;
        qos0Bytes += received.payload.length;
        return true;
    }

    /** Drops what came by a connection that is gone and has not begun; the broker sends it again. */
    void forget(Connection connection) {
        lock.lock();
        try {
            waiting.removeIf(received -> received.packetId > 0 && received.connection == connection);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a failed message back, ahead of all that have not begun. Any thread; never waits. */
    void giveBack(Received received) {
        lock.lock();
        try {
            failed.addLast(received);
            failing = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (!napping) {
            arrived.signal();
        }
    }

    /** The message has left the route. Any thread. */
    void leave() {
        inside.release();
    }

    /** Begins nothing new: what waits stays un-acknowledged at the broker. Failed messages are still dealt with. */
    void close() {
        open = false;
    }

    boolean isOpen() {
        return open;
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
        ArrayDeque<Received> begin = new ArrayDeque<>();
        ArrayDeque<Received> again = new ArrayDeque<>();
        try {
            while (true) {
                lock.lockInterruptibly();
                try {
                    if (begin.isEmpty()) {
                        await();
                        ArrayDeque<Received> taken = waiting;
                        waiting = begin;
                        begin = taken;
                        qos0 = 0;
                        qos0Bytes = 0;
                    }
                    ArrayDeque<Received> taken = failed;
                    failed = again;
                    again = taken;
                    failing = false;
                } finally {
                    lock.unlock();
                }
                work(begin, again);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits under the lock until there is something to do. */
    private void await() throws InterruptedException {
        if (dense && waiting.isEmpty() && failed.isEmpty()) {
            napping = true;
            try {
                long left = NAP_NANOS;
                while (left > 0) {
                    left = arrived.awaitNanos(left);
                }
            } finally {
                napping = false;
            }
        }
        while (waiting.isEmpty() && failed.isEmpty()) {
            arrived.await();
        }
    }

    /** What has failed, then what waits, until something fails again: what came later must not overtake it. */
    private void work(ArrayDeque<Received> begin, ArrayDeque<Received> again) throws InterruptedException {
        while (!again.isEmpty()) {
            work.failed(again.removeFirst());
        }
        while (!begin.isEmpty() && !failing) {
            Received received = begin.removeFirst();
            if (open) {
                inside.acquire();
                work.begin(received);
            }
        }
    }
}
