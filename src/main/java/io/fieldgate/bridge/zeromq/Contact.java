package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * How the connection of an end that connects fares. ZeroMQ makes a lost one again by itself, but not one that it ended because of what
 * the other end said: a refused key, another protocol, too large a message. Of these it tells nobody who does not listen to its
 * events, as this does; and none of them says that a handshake has succeeded, so time must.
 *
 * <p>ZeroMQ's own thread tells, that of the socket asks.
 */
final class Contact implements ZMQ.EventConsummer {
    static final int EVENTS = ZMQ.ZMQ_EVENT_CONNECTED
            | ZMQ.ZMQ_EVENT_CONNECT_DELAYED
            | ZMQ.ZMQ_EVENT_CONNECT_RETRIED
            | ZMQ.ZMQ_EVENT_DISCONNECTED;
    /** Who refuses a key has said so by then. */
    private static final long HANDSHAKE_NANOS = Duration.ofSeconds(1).toNanos();
    /** That it tries again, ZeroMQ says right after it has said that a connection ended. */
    private static final long SAYS_NANOS = Duration.ofMillis(200).toNanos();

    /** So many connections in a row that did not outlive their handshake are no accident. */
    private static final int TOO_MANY = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long NAP_MILLIS = 10;

    private final Socket settings;
    private volatile State state = new State(Stage.AWAY, 0, System.nanoTime());

    private enum Stage {
        AWAY,
        CONNECTED,
        ENDED
    }

    /** @param early connections in a row that did not outlive their handshake */
    private record State(Stage stage, int early, long since) {
        State next(Stage next) {
            boolean ended = next == Stage.ENDED;
            return new State(next, !ended ? early : isOld() ? 0 : early + 1, System.nanoTime());
        }

        boolean isOld() {
            return age() > HANDSHAKE_NANOS;
        }

        long age() {
            return System.nanoTime() - since;
        }
    }

    Contact(Socket settings) {
        this.settings = settings;
    }

    @Override
    public void consume(ZMQ.Event event) {
        state = state.next(
                switch (event.event) {
                    case ZMQ.ZMQ_EVENT_CONNECTED -> Stage.CONNECTED;
                    case ZMQ.ZMQ_EVENT_DISCONNECTED -> Stage.ENDED;
                    default -> Stage.AWAY;
                });
    }

    /** Whether somebody is there who has not refused us. */
    boolean isSound() {
        State now = state;
        return now.stage == Stage.CONNECTED && ((settings.curve() == null && now.early == 0) || now.isOld());
    }

    /**
     * Waits a while for a connection.
     *
     * @return whether it is sound
     * @throws Failure as {@link #check}
     */
    boolean await() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSound() && System.nanoTime() < end) {
            check();
            Thread.sleep(NAP_MILLIS);
        }
        return isSound();
    }

    /** @throws Failure when only another socket helps; systemic if the two ends do not get on, which a person must mend */
    void check() {
        State now = state;
        boolean givenUp = now.stage == Stage.ENDED && now.age() > SAYS_NANOS;
        if (!givenUp && (now.early < TOO_MANY || isSound())) {
            return;
        }
        throw now.early > 0 ? refused(settings.curve()) : broken();
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
