package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a broker's reason code means for the gateway (MQTT 5, 2.4; the return codes of MQTT 3.1.1, 3.2.2.3, among them). */
final class Refusal {
    /** The code of the failure that {@link #ofDisconnect} gives when another client uses our client id. */
    static final String TAKEN_OVER = "SESSION_TAKEN_OVER";

    private static final int SESSION_TAKEN_OVER = 0x8E;
    private static final int FIRST_FAILURE = 0x80;
    private static final int MAX_CAUSES = 8;
    private static final Set<Integer> VERSION = Set.of(0x01, 0x84);
    private static final Set<Integer> CREDENTIALS = Set.of(0x04, 0x05, 0x86, 0x87, 0x8A, 0x8C);
    private static final int NOT_AUTHORIZED = 0x87;
    private static final Set<Integer> OF_THE_MESSAGE = Set.of(0x90, 0x95, 0x99, 0x9A, 0x9B);
    private static final Set<Integer> CLIENT_ID = Set.of(0x02, 0x85);
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x01, "unacceptable protocol version"),
            Map.entry(0x02, "client identifier rejected"),
            Map.entry(0x03, "server unavailable"),
            Map.entry(0x04, "bad user name or password"),
            Map.entry(0x05, "not authorized"),
            Map.entry(0x80, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x83, "implementation specific error"),
            Map.entry(0x84, "unsupported protocol version"),
            Map.entry(0x85, "client identifier not valid"),
            Map.entry(0x86, "bad user name or password"),
            Map.entry(0x87, "not authorized"),
            Map.entry(0x88, "server unavailable"),
            Map.entry(0x89, "server busy"),
            Map.entry(0x8A, "banned"),
            Map.entry(0x8B, "server shutting down"),
            Map.entry(0x8C, "bad authentication method"),
            Map.entry(0x8D, "keep alive timeout"),
            Map.entry(0x8E, "session taken over"),
            Map.entry(0x8F, "topic filter invalid"),
            Map.entry(0x90, "topic name invalid"),
            Map.entry(0x93, "receive maximum exceeded"),
            Map.entry(0x94, "topic alias invalid"),
            Map.entry(0x95, "packet too large"),
            Map.entry(0x96, "message rate too high"),
            Map.entry(0x97, "quota exceeded"),
            Map.entry(0x98, "administrative action"),
            Map.entry(0x99, "payload format invalid"),
            Map.entry(0x9A, "retain not supported"),
            Map.entry(0x9B, "QoS not supported"),
            Map.entry(0x9C, "use another server"),
            Map.entry(0x9D, "server moved"),
            Map.entry(0x9E, "shared subscriptions not supported"),
            Map.entry(0x9F, "connection rate exceeded"),
            Map.entry(0xA2, "wildcard subscriptions not supported"));

    private Refusal() {}

    static boolean isFailure(int code) {
        return code >= FIRST_FAILURE;
    }

    /** Whether the broker does not speak the version of MQTT that it was asked in. */
    static boolean isAboutVersion(int code) {
        return VERSION.contains(code);
    }

    /** For people: the code and its name. */
    static String name(int code) {
        String name = NAMES.get(code);
        return (name == null ? "reason code" : name) + " (0x%02X)".formatted(code);
    }

    /** The broker's answer to CONNECT. */
    static Failure ofConnect(int code, @Nullable String reason, String clientId) {
        String said = name(code) + (reason == null ? "" : ": " + reason);
        if (CREDENTIALS.contains(code)) {
            return Failure.systemic(
                    "The broker refuses the gateway: " + said,
                    "Set fieldgate.mqtt.username and fieldgate.mqtt.password to a user that the broker knows, and allow it"
                            + " the client id " + clientId + ".",
                    null);
        }
        if (CLIENT_ID.contains(code)) {
            return Failure.systemic(
                    "The broker refuses the client id " + clientId + ": " + said,
                    "Set fieldgate.mqtt.client-id to one that the broker takes.",
                    null);
        }
        return Failure.temporary("The broker refuses the connection: " + said, null);
    }

    /** The broker's DISCONNECT. */
    static Failure ofDisconnect(int code, @Nullable String reason, String clientId) {
        if (code == SESSION_TAKEN_OVER) {
            return Failure.systemic(
                    TAKEN_OVER,
                    "Another client has connected with our client id " + clientId + " and taken over the session",
                    "Give each gateway a fieldgate.mqtt.client-id of its own, and stop whatever else uses this one.",
                    null);
        }
        return Failure.temporary(
                "The broker has closed the connection: " + name(code) + (reason == null ? "" : ": " + reason), null);
    }

    /** The broker's answer to PUBLISH; what concerns the one message only is that message's fault. */
    static Failure ofPublication(int code) {
        String said = "The broker refuses the message: " + name(code);
        if (OF_THE_MESSAGE.contains(code)) {
            return Failure.rejected("REFUSED_BY_BROKER", said, null);
        }
        return code == NOT_AUTHORIZED
                ? Failure.systemic(said, "Allow the gateway's user to publish to the topic of the route.", null)
                : Failure.temporary(said, null);
    }

    /** The broker's answer to SUBSCRIBE. */
    static Failure ofSubscription(int code, String subscription) {
        return Failure.systemic(
                "The broker refuses the subscription " + subscription + ": " + name(code),
                "Allow the gateway's user to subscribe to " + subscription + ".",
                null);
    }

    /** What TCP and TLS say; TLS is a matter for a person. */
    static Failure ofTransport(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < MAX_CAUSES && cause.getCause() != null; depth++) {
            if (cause instanceof SSLException) {
                break;
            }
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof SSLException
                ? ofTls("TLS with the broker fails: " + message, cause)
                : Failure.temporary(message, cause);
    }

    static Failure ofTls(String message, Throwable cause) {
        return Failure.systemic(
                message,
                "Let fieldgate.mqtt.ssl-bundle name a bundle that holds the broker's authority, and fieldgate.mqtt.url the"
                        + " host name and the TLS port of the broker.",
                cause);
    }
}
