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
            return Refusal.unreachable(failed);
        }
        String said = String.valueOf(failed.getMessage());
        if (SAME_CLIENT.matcher(said).find()) {
            return Refusal.sameClient(failed);
        }
        return LOGIN.matcher(said).find() ? Refusal.notAccepted(" (" + said + ")", failed) : refused(said, failed);
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
        if (!(failed instanceof Refused)) {
            return Refusal.unreachable(failed);
        }
        if (NO_RIGHT.matcher(said).find()) {
            return Refusal.noRight(what + " (" + said + ")", failed);
        }
        return MISSING.matcher(said).find() ? Refusal.missing(what + " (" + said + ")", failed) : refused(said, failed);
    }

    private static Failure refused(String said, IOException failed) {
        return Failure.temporary("the broker refuses: " + said, failed);
    }
}
