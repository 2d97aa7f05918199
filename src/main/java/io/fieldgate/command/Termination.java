package io.fieldgate.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end of the process: what was started last is stopped first. It happens once, on Ctrl-C or SIGTERM, after
 * which the process ends with 0, or by {@link #now()}.
 */
public final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    /** Stops one thing; waits until it has stopped. */
    @FunctionalInterface
    public interface Step {
        void stop() throws Exception;
    }

    private record Named(String name, Step step) {}

    private final Deque<Named> steps = new ArrayDeque<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    /** Takes over SIGTERM and Ctrl-C, and gives the process a temporary folder that ends with it. */
    public void install() {
        add("temporary folder", TemporaryFolder.open()::delete);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (stopAll()) {
                                // A signal would make it 128 and its number, but an orderly end is a success.
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "termination"));
    }

    /**
     * Runs a command under this termination. When it fails, everything is stopped before the failure is passed on;
     * otherwise the end of the process would be taken for an orderly one, and its exit code replaced by 0.
     */
    public <T> T guard(Callable<T> command) throws Exception {
        try {
            return command.call();
        } catch (Exception failed) {
            now();
            throw failed;
        }
    }

    /** Adds something that was started. When the end has begun already, it is stopped at once. */
    public void add(String name, Step step) {
        synchronized (steps) {
            if (begun.getCount() > 0) {
                steps.push(new Named(name, step));
                return;
            }
        }
        stop(new Named(name, step));
    }

    /** Waits until the end begins, at most so long; true when it has. */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return begun.await(time, unit);
    }

    /** Stops everything and returns when all of it is stopped. */
    public void now() {
        stopAll();
    }

    /** True for the one caller who did it. */
    private boolean stopAll() {
        synchronized (steps) {
            if (begun.getCount() == 0) {
                return false;
            }
            begun.countDown();
        }
        // Nothing is pushed any more once it has begun.
        while (!steps.isEmpty()) {
            stop(steps.pop());
        }
        return true;
    }

    private static void stop(Named named) {
        try {
            named.step().stop();
        } catch (Exception failed) {
            LOG.warn("{} did not stop as it should, nothing is lost: {}", named.name(), failed.toString());
        }
    }
}
