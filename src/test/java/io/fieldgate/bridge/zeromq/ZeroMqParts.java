package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Curve;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.fault.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZAuth;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A port, and the other end of the gateway's socket: a client that is not ours. Used by one thread at a time. */
final class ZeroMqParts implements AutoCloseable {
    static final String NAME = "contract";
    /** In one frame. */
    static final int MOST_BYTES = 1 << 20;

    private static final int HANDSHAKE_MILLIS = 5_000;
    private static final int PATIENCE_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final String address;
    private @Nullable ZAuth access;

    ZeroMqParts() throws IOException {
        address = "tcp://127.0.0.1:" + Ports.free();
        context.setLinger(0);
    }

    String address() {
        return address;
    }

    /** A socket of this kind, prepared; it is still to be bound or connected to {@link #address}. */
    ZMQ.Socket socket(SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        // JeroMQ's greeting is lost now and then on a busy machine, and comes with the next connection.
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setSendTimeOut(PATIENCE_MILLIS);
        return socket;
    }

    /** One to be bound that lets in whose certificates are in this folder. */
    ZMQ.Socket guarded(SocketType type, Path clients) {
        access = new ZAuth(context).configureCurve(clients.toString());
        return socket(type);
    }

    ZMQ.Socket connected(SocketType type) {
        ZMQ.Socket socket = socket(type);
        socket.connect(address);
        return socket;
    }

    ZMQ.Socket bound(SocketType type) {
        ZMQ.Socket socket = socket(type);
        socket.bind(address);
        return socket;
    }

    /** What the gateway's end is to be made of. */
    ZeroMqComponent component(boolean bind, int highWaterMark, @Nullable Curve curve) {
        return new ZeroMqComponent(
                new ZeroMqProperties(Map.of(NAME, new Socket(address, bind, highWaterMark, MOST_BYTES, curve))));
    }

    @Override
    public void close() {
        if (access != null) {
            access.close();
        }
        context.close();
    }
}
