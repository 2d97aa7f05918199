package io.fieldgate.lake;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.List;
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
                        "The lake " + storage + " refuses the gateway: " + sentence(thrown) + ".",
                        "Let the gateway's user write there, or correct fieldgate.lake.root and fieldgate.lake.hadoop.",
                        thrown);
            }
        }
        return Failure.temporary(
                "The lake " + storage + " cannot be written: " + sentence(thrown)
                        + ". When it is there again and has room, what was not committed is read again from Kafka.",
                thrown);
    }

    private static String sentence(Throwable thrown) {
        Throwable cause = plainest(thrown);
        String message = Objects.requireNonNullElse(cause.getMessage(), "no reason is given");
        String line = message.lines().findFirst().orElse("");
        return cause.getClass().getSimpleName() + ", "
                + (line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
    }

    private static Throwable plainest(Throwable thrown) {
        List<Throwable> chain = Causes.of(thrown);
        int last = chain.size() - 1;
        // It says that a connection was refused; by whom says what is around it.
        return last > 0 && chain.get(last) instanceof ConnectException ? chain.get(last - 1) : chain.get(last);
    }
}
