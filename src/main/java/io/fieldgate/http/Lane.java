package io.fieldgate.http;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that runs a route up to {@code send()}, one batch after the other in the order of receipt, and may wait there:
 * threads that read sockets may not. {@link Room} bounds its queue.
 */
final class Lane {
    private static final long STOP_MILLIS = 5_000;

    private final LinkedBlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;

    Lane(String name) {
        thread = new Thread(this::work, name);
        thread.start();
    }

    void offer(Batch batch) {
        queue.add(batch);
        if (stopping) {
            turnAway();
        }
    }

    private void work() {
        try {
            while (!stopping) {
                queue.take().run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            turnAway();
        }
    }

    private void turnAway() {
        for (Batch left = queue.poll(); left != null; left = queue.poll()) {
            left.abandon();
            left.run();
        }
    }

    /** What waits is turned away; what waits for Kafka is interrupted. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }
}
