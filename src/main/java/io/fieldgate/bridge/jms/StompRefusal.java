package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.jms.StompReader.Refused;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.util.regex.Pattern;

/** As {@link Refusal}, of STOMP, which has no codes: what a broker means must be read in what it says. */
final class StompRefusal {
    private static final Pattern SAME_CLIENT = words("already connected|client.?id.*(in use|exists|already)");
    private static final Pattern LOGIN =
            words("password|passcode|credential|authenti|not authori[sz]ed|security|login");
    private static final Pattern NO_RIGHT =
            words("not authori[sz]ed|permission|security|access.refused|does not have|no right|denied");
    private static final Pattern MISSING =
            words("not exist|not found|no such|unknown (queue|destination|address)|not_found");

    private StompRefusal() {}

    private static Pattern words(String any) {
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE);
    }

    /** Of a log-in. One that is merely cut off says nothing about the user. */
    static Failure ofLogin(IOException failed) {
        if (!(failed instanceof Refused)) {
            return unreachable(failed);
        }
        if (SAME_CLIENT.matcher(String.valueOf(failed.getMessage())).find()) {
            return Failure.temporary(
                    "another connection has the same client id; this one waits until that has ended", failed);
        }
        if (!LOGIN.matcher(String.valueOf(failed.getMessage())).find()) {
            return Failure.temporary("the broker refuses: " + failed.getMessage(), failed);
        }
        return Failure.systemic(
                "the broker does not accept the user (" + failed.getMessage() + ")",
                "Correct fieldgate.broker.username and fieldgate.broker.password.",
                failed);
    }

    /** @param what of the broker it is about */
    static Failure of(IOException failed, String what) {
        String said = String.valueOf(failed.getMessage());
        if (failed instanceof StompReader.Unreadable) {
            return Failure.systemic(
                    "the next message of the " + what + " cannot be read by STOMP: " + said,
                    "Take it away at the broker, or read by OpenWire or AMQP.",
                    failed);
        }
        if (failed instanceof Refused && NO_RIGHT.matcher(said).find()) {
            return Failure.systemic(
                    "the user has no right to the " + what + " (" + said + ")",
                    "Give it the right: to take from a queue or to subscribe, or to send.",
                    failed);
        }
        if (failed instanceof Refused && MISSING.matcher(said).find()) {
            return Failure.systemic(
                    "there is no " + what + " (" + said + ")", "Create it, or correct the name in the route.", failed);
        }
        return failed instanceof Refused
                ? Failure.temporary("the broker refuses: " + said, failed)
                : unreachable(failed);
    }

    private static Failure unreachable(IOException failed) {
        return Failure.temporary("the broker cannot be reached: " + failed.getMessage(), failed);
    }
}
