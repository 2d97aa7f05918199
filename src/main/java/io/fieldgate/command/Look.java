package io.fieldgate.command;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One thing that is looked at, in a thread of its own. */
final class Look {
    /** How long most things may take. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final long GOODBYE_MILLIS = 500;

    private final CompletableFuture<List<Diagnosis>> found = new CompletableFuture<>();
    private final String about;
    private final Duration longest;
    private final Thread thread;

    Look(String about, Callable<List<Diagnosis>> probe) {
        this(about, LONGEST, probe);
    }

    /** @param longest that it may take */
    Look(String about, Duration longest, Callable<List<Diagnosis>> probe) {
        this.about = about;
        this.longest = longest;
        this.thread = new Thread(() -> run(probe), "doctor-" + about);
        // Should it never come back, nobody waits for it.
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
        var unused = found.completeOnTimeout(
                List.of(Diagnosis.ill(
                        about,
                        "no answer within " + longest.toSeconds() + " s",
                        "Look whether the network lets the gateway reach it.")),
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void run(Callable<List<Diagnosis>> probe) {
        try {
            found.complete(probe.call());
        } catch (Exception failed) {
            found.complete(List.of(Diagnosis.ill(about, Causes.words(Causes.root(failed)), null)));
        }
    }

    /** Waits for what it shows. */
    List<Diagnosis> found() {
        return found.join();
    }

    /** What is still waited for is given up, or it would log when nobody listens any more. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join(GOODBYE_MILLIS);
    }
}
