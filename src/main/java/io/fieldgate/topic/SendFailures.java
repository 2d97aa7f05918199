package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what Kafka's clients throw. A record is only blamed for what Kafka says of that record; for anything unknown the
 * surroundings are, because a message that waits is not lost.
 */
final class SendFailures {
    private SendFailures() {}

    /** @param topic where the record was to go */
    static Failure of(String topic, Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < 8; depth++) {
            Failure failure = known(topic, cause);
            if (failure != null) {
                return failure;
            }
            if (cause.getCause() == null) {
                break;
            }
            cause = cause.getCause();
        }
        return Failure.temporary(
                "Kafka has not stored a record of the topic '" + topic + "': " + describe(cause) + ".", thrown);
    }

    /** Why Kafka as a whole cannot be used, to be read after "Kafka cannot be used:". */
    static Failure unreachable(Exception thrown) {
        // What only carries a cause says nothing itself.
        boolean carries = thrown instanceof ExecutionException || thrown.getClass() == KafkaException.class;
        Throwable cause = carries && thrown.getCause() != null ? thrown.getCause() : thrown;
        Failure failure = of("*", cause);
        return failure.kind() == FailureKind.SYSTEMIC
                ? failure
                : Failure.temporary("it does not answer (" + cause.getMessage() + ").", cause);
    }

    /** Whether the producer itself is fine and only the record or a permission is not. */
    static boolean leavesProducerUsable(Throwable thrown) {
        return thrown instanceof RecordTooLargeException
                || thrown instanceof RecordBatchTooLargeException
                || thrown instanceof InvalidTimestampException
                || thrown instanceof InvalidRecordException
                || thrown instanceof TopicAuthorizationException
                || thrown instanceof InvalidTopicException
                || thrown instanceof AuthenticationException;
    }

    private static @Nullable Failure known(String topic, Throwable cause) {
        if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
            return Failure.rejected(
                    "TOO_LARGE",
                    "The record is larger than the topic '" + topic + "' takes (max.message.bytes).",
                    cause);
        }
        if (cause instanceof InvalidTimestampException) {
            return Failure.rejected(
                    "TIMESTAMP",
                    "The time of the record is too far from now for the topic '" + topic
                            + "' (message.timestamp.before.max.ms, message.timestamp.after.max.ms).",
                    cause);
        }
        if (cause instanceof InvalidRecordException) {
            return Failure.rejected(
                    "REFUSED_BY_KAFKA",
                    "Kafka refuses the record for the topic '" + topic + "': " + describe(cause) + ".",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return Failure.systemic(
                    "Kafka does not accept the gateway's credentials.",
                    "Check security.protocol, sasl.* and ssl.* in fieldgate.kafka.properties.",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return Failure.systemic(
                    "The gateway's Kafka user may not use the topic '" + topic + "': " + describe(cause) + ".",
                    "Grant it Describe, Read and Write on the topic, Read on its consumer groups, IdempotentWrite on the"
                            + " cluster.",
                    cause);
        }
        if (cause instanceof InvalidTopicException) {
            return Failure.systemic(
                    "Kafka does not take '" + topic + "' as a topic.", "Correct the name in the route.", cause);
        }
        if (cause instanceof UnsupportedVersionException
                || cause instanceof UnsupportedForMessageFormatException
                || cause instanceof SecurityDisabledException) {
            return Failure.systemic(
                    "The broker cannot do what the gateway needs: " + describe(cause) + ".",
                    "Use Kafka 2.5 or later, and the broker's own security settings.",
                    cause);
        }
        return null;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
