package io.fieldgate.bridge;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why there is no connection to a neighbour, as a failure that says what helps. */
public final class Unreachable {
    /** What the other end says of our certificate, and what Java and Netty say of one that speaks no TLS. */
    private static final Pattern FOR_A_PERSON =
            Pattern.compile("fatal alert|unrecognized SSL message|not an SSL", Pattern.CASE_INSENSITIVE);

    private Unreachable() {}

    /**
     * Of one that was not made, or that is lost.
     *
     * @param neighbour as people call it
     * @param section of the configuration that names it, such as {@code fieldgate.redis}
     */
    public static Failure of(String neighbour, String section, Throwable thrown) {
        if (Causes.of(thrown).stream().anyMatch(Unreachable::isForAPerson)) {
            return Failure.systemic(
                    "TLS with " + neighbour + " fails: " + tlsWords(thrown),
                    "Let " + section
                            + ".ssl-bundle name a bundle that holds the authority of its certificate and, if it"
                            + " wants one, a certificate of ours, and " + section
                            + ".url its TLS port and the host name that"
                            + " its certificate is for.",
                    thrown);
        }
        return Failure.temporary(neighbour + " cannot be reached: " + Causes.words(Causes.root(thrown)), thrown);
    }

    /** Other handshakes break because a server restarts, or a line does. */
    private static boolean isForAPerson(Throwable cause) {
        return cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof SSLPeerUnverifiedException
                || (cause instanceof SSLException
                        && FOR_A_PERSON.matcher(Causes.words(cause)).find());
    }

    private static String tlsWords(Throwable thrown) {
        return Causes.of(thrown).stream()
                .filter(SSLException.class::isInstance)
                .findFirst()
                .map(Causes::words)
                .orElseGet(() -> Causes.words(Causes.root(thrown)));
    }
}
