package io.fieldgate.lake;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** What the storage's exceptions mean. */
final class LakeFailures {
    private LakeFailures() {}

    static Failure of(Storage storage, Throwable thrown) {
        @Nullable Failure known = Failure.in(thrown);
        if (known != null) {
            return known;
        }
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof AccessDeniedException || cause instanceof AccessControlException) {
                return Failure.systemic(
                        "The lake " + storage + " refuses the gateway: " + sentence(cause) + ".",
                        "Let the gateway's user write there, or correct fieldgate.lake.root and fieldgate.lake.hadoop.",
                        thrown);
            }
        }
        return Failure.temporary(
                "The lake " + storage + " cannot be written: " + sentence(Causes.root(thrown))
                        + ". When it is there again and has room, what was not committed is read again from Kafka.",
                thrown);
    }

    private static String sentence(Throwable thrown) {
        String message = Objects.requireNonNullElse(thrown.getMessage(), "no reason is given");
        String line = message.lines().findFirst().orElse("");
        return thrown.getClass().getSimpleName() + ", " + line;
    }
}
