package io.fieldgate.alert;

import io.fieldgate.message.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether rules are evaluated, since when, and if not, why. Logs changes, never repetitions. Thread-safe. */
final class EngineState {
    private static final Logger log = LoggerFactory.getLogger(EngineState.class);

    private @Nullable Failure trouble = Failure.temporary("The rules are not at work yet.", null);
    private boolean said;
    private Instant since = Instant.now();
    private List<String> differences = List.of();

    /**
     * What is known.
     *
     * @param trouble why no rule, or not each, is evaluated; null when all are
     * @param differences between the rules of this gateway and those of others
     */
    record Snapshot(@Nullable Failure trouble, Instant since, List<String> differences) {}

    /** @param what the rules, for the log */
    synchronized void works(String what) {
        if (trouble != null) {
            log.info("Alert rules at work: {}.", what);
            trouble = null;
            since = Instant.now();
        }
    }

    /** What passes by itself; it is no news when it comes first. */
    synchronized void waits(Failure reason) {
        if (trouble == null) {
            troubled(reason);
        } else {
            trouble = reason;
        }
    }

    synchronized void troubled(Failure reason) {
        Failure before = trouble;
        if (before == null) {
            since = Instant.now();
        }
        if (before == null || !said || !String.valueOf(before.getMessage()).equals(reason.getMessage())) {
            log.warn(
                    "Alert rules are not evaluated for now, their records wait: {}{}",
                    reason.getMessage(),
                    reason.cure() == null ? "" : " " + reason.cure());
        }
        said = true;
        trouble = reason;
    }

    synchronized void differs(List<String> found) {
        differences = List.copyOf(found);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(trouble, since, differences);
    }
}
