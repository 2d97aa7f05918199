package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.lane.Lane;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Gives messages to a PUSH or PUB socket. One that is full makes the route wait, also PUB: nothing is dropped for a slow
 * subscriber. A message has arrived when the socket has it, for more ZeroMQ does not say.
 */
final class ZeroMqOutlet implements Outlet {
    private static final int PATIENCE_MILLIS = 2_000;
    private static final long NAP_NANOS = 1_000_000;
    /** For what the sockets hold when the route stops. */
    private static final int LINGER_MILLIS = 5_000;

    private final Socket settings;
    private final SocketKind pattern;
    private final boolean topics;
    private @Nullable Connection connection;

    /** @param topics whether a first frame says what a message is about */
    ZeroMqOutlet(Socket settings, SocketKind pattern, boolean topics) {
        this.settings = settings;
        this.pattern = pattern;
        this.topics = topics;
    }

    @Override
    public void open() throws InterruptedException {
        Connection opened = Connection.open(settings, pattern, LINGER_MILLIS, socket -> {
            socket.setSendTimeOut(PATIENCE_MILLIS);
            if (pattern == SocketKind.PUB) {
                socket.setXpubNoDrop(true);
            }
        });
        connection = opened;
        if (!opened.awaitOther()) {
            throw Failure.temporary("nobody answers", null);
        }
    }

    @Override
    public void send(List<Departure> departures) throws Exception {
        Connection open = Objects.requireNonNull(connection, "not open");
        try {
            for (Departure departure : departures) {
                // Waits as long as nobody takes it. Not on a new socket: what this one holds would be lost with it.
                while (!(open.hasOther() && send(open.socket(), departure))) {
                    open.check();
                    Lane.nap(NAP_NANOS);
                }
                departure.arrived();
            }
        } catch (ZMQException ended) {
            throw Connection.lost(ended);
        }
    }

    private boolean send(ZMQ.Socket socket, Departure departure) {
        if (!topics) {
            return socket.send(departure.body());
        }
        return socket.sendMore(departure.destination().getBytes(StandardCharsets.UTF_8))
                && socket.send(departure.body());
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
