package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Unreachable;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSSecurityException;

/** What the broker or the client says, as a failure that says what helps. */
final class Refusal {
    private Refusal() {}

    /** Of a log-in. One that is merely cut off says nothing about the user. */
    static Failure ofLogin(Throwable thrown) {
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof JMSSecurityException) {
                return notAccepted("", thrown);
            }
            if (cause instanceof InvalidClientIDException) {
                return sameClient(thrown);
            }
        }
        return unreachable(thrown);
    }

    /** @param what of the broker it is about */
    static Failure of(Throwable thrown, String what) {
        Failure known = Failure.in(thrown);
        if (known != null) {
            return known;
        }
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof JMSSecurityException) {
                return noRight(what, thrown);
            }
            if (cause instanceof InvalidDestinationException) {
                return missing(what, thrown);
            }
        }
        return unreachable(thrown);
    }

    /** @param said by the broker, behind a blank; empty: nothing */
    static Failure notAccepted(String said, Throwable thrown) {
        return Failure.systemic(
                "the broker does not accept the user" + said,
                "Correct fieldgate.broker.username and fieldgate.broker.password.",
                thrown);
    }

    static Failure sameClient(Throwable thrown) {
        return Failure.temporary(
                "another connection has the same client id; this one waits until that has ended", thrown);
    }

    static Failure noRight(String what, Throwable thrown) {
        return Failure.systemic(
                "the user has no right to the " + what,
                "Give it the right: to take from a queue or to subscribe, or to send.",
                thrown);
    }

    static Failure missing(String what, Throwable thrown) {
        return Failure.systemic("there is no " + what, "Create it, or correct the name in the route.", thrown);
    }

    static Failure unreachable(Throwable thrown) {
        return Unreachable.of("the broker", "fieldgate.broker", thrown);
    }
}
