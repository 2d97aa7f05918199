package io.fieldgate.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the requests that are open: one thread for all of them, since a timer for each costs more than most requests. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long INTERVAL_MILLIS = 100;

    private final Set<Reception> open = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService timer;

    synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "ingest-watch");
                thread.setDaemon(true);
                return thread;
            });
            var unused =
                    timer.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Reception reception : open) {
            try {
                reception.look(now);
            } catch (RuntimeException unexpected) {
                LOG.error(
                        "A request could not be ended, and is tried again. Report this with the lines that follow.",
                        unexpected);
            }
        }
    }

    void add(Reception reception) {
        open.add(reception);
    }

    void remove(Reception reception) {
        open.remove(reception);
    }

    synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }
}
