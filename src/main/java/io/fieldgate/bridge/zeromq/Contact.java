package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * How the connection of an end that connects fares. ZeroMQ makes a lost one again by itself, but not one that it ended because of what
 * the other end said: a refused key, another protocol, too large a message. Of these it tells nobody who does not listen to its
 * events, as this does. They say when the two ends have greeted, and nothing of keys, so time must.
 *
 * <p>ZeroMQ's own thread tells, that of the socket asks.
 */
final class Contact implements ZMQ.EventConsummer {
    static final int EVENTS = ZMQ.ZMQ_EVENT_CONNECTED
            | ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL
            | ZMQ.ZMQ_EVENT_CONNECT_DELAYED
            | ZMQ.ZMQ_EVENT_CONNECT_RETRIED
            | ZMQ.ZMQ_EVENT_DISCONNECTED;
    /** Who refuses a key has said so by then. */
    private static final long KEYS_NANOS = Duration.ofSeconds(1).toNanos();
    /** That it tries again, ZeroMQ says right after it has said that a connection ended ... */
    private static final long SAYS_NANOS = Duration.ofMillis(200).toNanos();
    /** ... but for the name of a host, which it looks up in between: no sooner than those who are asked have had their time. */
    private static final long LOOKS_UP_NANOS = Duration.ofSeconds(30).toNanos();
    /** So many connections in a row that ended before a greeting are no accident. */
    private static final int TOO_MANY = 3;

    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long NAP_MILLIS = 10;

    private final Socket settings;
    private final long begun = System.nanoTime();
    private volatile State state = new State(Stage.AWAY, 0, begun);

    private enum Stage {
        AWAY,
        CONNECTED,
        GREETED,
        ENDED
    }

    /** @param early connections in a row that ended before they were sound */
    private record State(Stage stage, int early, long since) {
        long age() {
            return System.nanoTime() - since;
        }
    }

    Contact(Socket settings) {
        this.settings = settings;
    }

    @Override
    public void consume(ZMQ.Event event) {
        State before = state;
        Stage next = switch (event.event) {
            case ZMQ.ZMQ_EVENT_CONNECTED -> Stage.CONNECTED;
            case ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL -> Stage.GREETED;
            case ZMQ.ZMQ_EVENT_DISCONNECTED -> Stage.ENDED;
            default -> Stage.AWAY;
        };
        int early = next != Stage.ENDED ? before.early : isSound(before) ? 0 : before.early + 1;
        state = new State(next, early, System.nanoTime());
    }

    /** Whether somebody is there who has not refused us. */
    boolean isSound() {
        return isSound(state);
    }

    private boolean isSound(State now) {
        return now.stage == Stage.GREETED && (settings.curve() == null || now.age() > KEYS_NANOS);
    }

    /**
     * Whether it is sound, or nobody has come for a while, who may still come at any time.
     *
     * @throws Failure as {@link #check}, and when each connection has ended at once, temporary
     */
    boolean isSettled() {
        check();
        State now = state;
        if (now.early >= TOO_MANY && now.stage != Stage.GREETED) {
            throw Failure.temporary(
                    "the other end ends each connection at once; perhaps nobody is behind it, or it "
                            + "does not talk as this one does",
                    null);
        }
        return isSound(now) || System.nanoTime() - begun > PATIENCE_NANOS;
    }

    /**
     * Waits until it {@link #isSettled}.
     *
     * @return whether it is sound
     */
    boolean await() throws InterruptedException {
        while (!isSettled()) {
            Thread.sleep(NAP_MILLIS);
        }
        return isSound();
    }

    /** @throws Failure when only another socket helps; systemic if the two ends do not get on, which a person must mend */
    void check() {
        State now = state;
        if (now.stage == Stage.ENDED && now.age() > (settings.isNamed() ? LOOKS_UP_NANOS : SAYS_NANOS)) {
            throw now.early > 0 ? refused(settings.curve()) : broken();
        }
    }

    private Failure broken() {
        return Failure.temporary(
                "the other end sent what ends a connection, such as a message of more than " + most(), null);
    }

    /** It may also have sent too large a message at once. */
    private Failure refused(ZeroMqProperties.@Nullable Curve curve) {
        return curve == null
                ? Failure.systemic(
                        "the other end does not talk as this one does",
                        "Let it be a socket of ZeroMQ whose kind belongs to this one's; if it wants CURVE, set curve here; if it sends"
                                + " messages of more than " + most() + ", allow them.",
                        null)
                : Failure.systemic(
                        "the two ends refuse each other's keys",
                        "Let curve.server-key be the public key of the other end, and let that one know curve.public-key; if it sends"
                                + " messages of more than " + most() + ", allow them.",
                        null);
    }

    private String most() {
        return "max-message-size, " + settings.maxMessageSize() + " bytes";
    }
}
