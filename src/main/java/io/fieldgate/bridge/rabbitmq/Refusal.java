package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.fieldgate.bridge.Unreachable;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the broker or the client says, as a failure that says what helps. */
final class Refusal {
    /** As RabbitMQ says it to a message that is larger than its {@code max_message_size}. */
    private static final Pattern TOO_LARGE = Pattern.compile("message size \\d+ is larger than .*max size (\\d{1,9})$");

    /** As RabbitMQ names the type of such a queue. */
    private static final String STREAM = "rabbit_stream_queue";

    private Refusal() {}

    /** Bytes of the largest message that the broker takes, when it refuses one for that. */
    static OptionalInt mostBytes(Throwable thrown) {
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof ShutdownSignalException signal) {
                Matcher said = TOO_LARGE.matcher(text(signal));
                return said.find() ? OptionalInt.of(Integer.parseInt(said.group(1))) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    /** @param what of the broker it is about */
    static Failure of(Throwable thrown, String what) {
        Failure known = Failure.in(thrown);
        if (known != null) {
            return known;
        }
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof PossibleAuthenticationFailureException && !isSaid(cause.getCause())) {
                // What the client makes of any connection that is lost at this moment.
                return Failure.temporary(
                        "the connection ended during the log-in; if it goes on, see fieldgate.rabbitmq.username and"
                                + " fieldgate.rabbitmq.password",
                        thrown);
            }
            if (cause instanceof AuthenticationFailureException
                    || cause instanceof PossibleAuthenticationFailureException) {
                return Failure.systemic(
                        "the broker does not accept the user",
                        "Correct fieldgate.rabbitmq.username and fieldgate.rabbitmq.password, or give the user its virtual"
                                + " host.",
                        thrown);
            }
            if (cause instanceof ShutdownSignalException signal) {
                return ofClose(signal, what, thrown);
            }
        }
        return Unreachable.of("the broker", "fieldgate.rabbitmq", thrown);
    }

    /** Whether the broker itself has ended the connection. */
    private static boolean isSaid(@Nullable Throwable cause) {
        return cause instanceof ShutdownSignalException signal && signal.getReason() instanceof AMQP.Connection.Close;
    }

    private static Failure ofClose(ShutdownSignalException signal, String what, Throwable thrown) {
        if (signal.getReason() instanceof AMQP.Connection.Close close
                && (close.getReplyCode() == AMQP.NOT_FOUND || close.getReplyCode() == AMQP.NOT_ALLOWED)) {
            return Failure.systemic(
                    "the broker has no such virtual host, or the user no right to it",
                    "Correct the path of fieldgate.rabbitmq.url, or give the user its virtual host.",
                    thrown);
        }
        if (code(signal.getReason()) == AMQP.PRECONDITION_FAILED && text(signal).contains(STREAM)) {
            return Failure.systemic(
                    "the " + what + " is a stream, which keeps no place for what has been acknowledged",
                    "Take from a classic or quorum queue that is bound to the same exchange.",
                    thrown);
        }
        return switch (code(signal.getReason())) {
            case AMQP.NOT_FOUND ->
                Failure.systemic("there is no " + what, "Create it, or correct the name in the route.", thrown);
            case AMQP.ACCESS_REFUSED ->
                Failure.systemic(
                        "the user has no right to the " + what,
                        "Give it the right: to read a queue, to write to an exchange and to read its settings.",
                        thrown);
            default -> Failure.temporary("the connection was lost: " + text(signal), thrown);
        };
    }

    private static int code(@Nullable Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    private static String text(ShutdownSignalException signal) {
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        if (signal.getReason() instanceof AMQP.Connection.Close close) {
            return close.getReplyText();
        }
        Throwable cause = signal.getCause();
        return cause == null ? "the broker has closed it" : cause.toString();
    }
}
