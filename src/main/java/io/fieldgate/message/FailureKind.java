package io.fieldgate.message;

import java.io.IOException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What will help a failed message. Every source sorts its failures by this and by nothing else. */
public enum FailureKind {
    /** Time will: wait, keep the order, keep the message un-acknowledged upstream. Never dead-lettered. */
    TRANSIENT,
    /** Nothing will: dead letter, then go on with the next. */
    RECORD,
    /** A person must: wait as for {@link #TRANSIENT}, report the route as down with the cure. Never dead-lettered. */
    SYSTEMIC;

    /**
     * I/O exceptions that complain about the content: taken for an outage, one malformed payload would hold up its route
     * for ever. Those of parsers by name, for this package knows only the JDK.
     */
    private static final Set<String> CONTENT = Set.of(
            "java.io.CharConversionException",
            "java.io.ObjectStreamException",
            "java.io.UTFDataFormatException",
            "java.nio.charset.CharacterCodingException",
            "java.util.zip.ZipException",
            "com.fasterxml.jackson.core.JacksonException",
            "com.google.protobuf.InvalidProtocolBufferException",
            "org.apache.commons.csv.CSVException");

    /** What a route says whose next route is being exchanged, or does not run. */
    private static final Set<String> AWAY =
            Set.of("org.apache.camel.component.direct.DirectConsumerNotAvailableException");

    /**
     * Sorts an exception: a {@link Failure} anywhere in the chain of causes decides, then the JDK's signs of a fault in
     * the surroundings (I/O, time-out, interruption, a stopping executor, SQL's transient and recoverable exceptions, a
     * route that is not there),
     * the outermost sign first. All else is the message's own fault, since repeating it could only repeat the failure.
     */
    public static FailureKind of(Throwable thrown) {
        Failure failure = Failure.in(thrown);
        if (failure != null) {
            return failure.kind();
        }
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof IOException && isOneOf(CONTENT, cause.getClass())) {
                return RECORD;
            }
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof InterruptedException
                    || cause instanceof RejectedExecutionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || isOneOf(AWAY, cause.getClass())) {
                return TRANSIENT;
            }
        }
        return RECORD;
    }

    private static boolean isOneOf(Set<String> names, Class<?> thrown) {
        for (@Nullable Class<?> type = thrown; type != null; type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
