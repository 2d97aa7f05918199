package io.fieldgate.route.reload;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks after the files at regular times: the content tells what has changed, which no notification of a file system
 * does for all of them. Ends before Camel does.
 */
final class RouteWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final RouteReload reload;
    private final ConfigReload configuration;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;

    RouteWatch(RouteReload reload, ConfigReload configuration, Duration interval) {
        this.reload = reload;
        this.configuration = configuration;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "route-watch");
            made.setDaemon(true);
            return made;
        });
        var unused = started.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    private void look() {
        try {
            // What routes need before them.
            if (configuration.look()) {
                reload.reconsider();
            }
            reload.look();
        } catch (UncheckedIOException unreadable) {
            LOG.warn("The route files cannot be read, the routes stay as they are: {}", unreadable.getMessage());
        } catch (RuntimeException | LinkageError unexpected) {
            // Whatever it is, the next change must be seen.
            LOG.error(
                    "The route files cannot be brought into effect. Change them, or report this with the lines that follow.",
                    unexpected);
        }
    }

    /** A change that is being brought into effect goes on to its end. */
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdown();
            try {
                if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("The gateway stops while routes are exchanged. Nothing is lost.");
                }
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
