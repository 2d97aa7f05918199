package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Curve;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZAuth;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** A socket with all that belongs to it. Used by one thread, which must be the one that closes it. */
final class Connection implements AutoCloseable {
    private static final int KEEP_ALIVE_MILLIS = 30_000;
    /** Who does not greet in this time is connected to again. */
    private static final int HANDSHAKE_MILLIS = 5_000;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket;
    /** Null for an end that binds: who is lost there comes back by itself. */
    private @Nullable Contact contact;

    private @Nullable ZAuth access;

    private Connection(SocketKind pattern, int lingerMillis) {
        context.setLinger(lingerMillis);
        this.socket = context.createSocket(pattern.type());
    }

    /**
     * Binds or connects; an end that connects comes back by itself after each loss of the other, unless {@link #check} says otherwise.
     *
     * @param lingerMillis how long messages that wait are still sent while it closes
     * @param prepare sets what must be set before
     * @throws Failure systemic, when the address or a key cannot be used
     */
    static Connection open(Socket settings, SocketKind pattern, int lingerMillis, Consumer<ZMQ.Socket> prepare) {
        Connection connection = new Connection(pattern, lingerMillis);
        try {
            connection.begin(settings, prepare);
            return connection;
        } catch (RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }

    private void begin(Socket settings, Consumer<ZMQ.Socket> prepare) {
        socket.setHWM(settings.highWaterMark());
        socket.setMaxMsgSize(settings.maxMessageSize());
        // An end that is gone without a word is noticed, though ZeroMQ tells nobody.
        socket.setHeartbeatIvl(KEEP_ALIVE_MILLIS);
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        if (settings.curve() != null) {
            protect(settings.curve(), settings.bind());
        }
        prepare.accept(socket);
        try {
            if (settings.bind()) {
                socket.bind(settings.where());
            } else {
                Contact listener = new Contact(settings);
                contact = listener;
                socket.base().setEventHook(listener, Contact.EVENTS);
                socket.connect(settings.where());
            }
        } catch (ZMQException refused) {
            throw Failure.temporary("cannot use " + settings.where() + ": " + words(refused), refused);
        }
    }

    /** What a socket throws to a thread that waits for it, and that may have been told to stop. */
    static Exception lost(ZMQException thrown) {
        return thrown.getErrorCode() == ZMQ.Error.EINTR.getCode()
                ? new InterruptedException()
                : Failure.temporary("the socket ended: " + words(thrown), thrown);
    }

    /** Its own message is a number. */
    private static String words(ZMQException thrown) {
        return ZMQ.Error.findByCode(thrown.getErrorCode()).getMessage();
    }

    private void protect(Curve curve, boolean bind) {
        socket.setCurvePublicKey(bytes(curve.publicKey()));
        socket.setCurveSecretKey(bytes(curve.secretKey()));
        if (!bind) {
            socket.setCurveServerKey(bytes(curve.serverKey()));
            return;
        }
        socket.setCurveServer(true);
        if (curve.clients() != null) {
            if (!Files.isDirectory(curve.clients())) {
                throw Failure.systemic(
                        "the folder " + curve.clients() + " of the keys that may connect is missing",
                        "Make it, with a certificate for each: curve.clients of the socket names it.",
                        null);
            }
            access = new ZAuth(context).configureCurve(curve.clients().toString());
        }
    }

    private static byte[] bytes(@Nullable String key) {
        return String.valueOf(key).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Waits a while for the other end.
     *
     * @return whether it is there
     * @throws Failure as {@link Contact#isSettled}
     */
    boolean awaitOther() throws InterruptedException {
        return contact == null || contact.await();
    }

    /**
     * Whether the other end is there, or will not be soon.
     *
     * @throws Failure as {@link Contact#isSettled}
     */
    boolean isSettled() {
        return contact == null || contact.isSettled();
    }

    /** Whether what is given to the socket goes to somebody. One that is bound knows by itself. */
    boolean hasOther() {
        return contact == null || contact.isSound();
    }

    /** @throws Failure when ZeroMQ does not connect again by itself, and this is to be closed */
    void check() {
        if (contact != null) {
            contact.check();
        }
    }

    ZMQ.Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        if (access != null) {
            access.close();
        }
        context.close();
    }
}
