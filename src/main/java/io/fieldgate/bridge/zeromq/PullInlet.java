package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.UnacknowledgedInlet;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Takes from a PULL socket. While the window is full nothing is read, so the socket fills up to its high-water mark, and then the
 * PUSH sockets wait. What was taken is stored; what waits in the socket when the gateway ends is lost.
 */
final class PullInlet extends UnacknowledgedInlet {
    private final Socket settings;
    private final FrameReader reader;
    private @Nullable Connection connection;

    PullInlet(Socket settings, FrameReader reader) {
        this.settings = settings;
        this.reader = reader;
    }

    @Override
    public void open() throws InterruptedException {
        Connection opened = Connection.open(settings, SocketKind.PULL, 0, socket -> {});
        connection = opened;
        // Whether or not: who is not there yet may come at any time.
        var unused = opened.awaitOther();
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws Exception {
        Connection open = Objects.requireNonNull(connection, "not open");
        ZMQ.Socket socket = open.socket();
        socket.setReceiveTimeOut((int) patience.toMillis());
        List<Arrival> arrivals = new ArrayList<>();
        try {
            byte[] first = socket.recv();
            while (first != null) {
                arrivals.add(reader.read(Frames.of(socket, first, settings.maxMessageSize())));
                first = arrivals.size() < most ? socket.recv(ZMQ.DONTWAIT) : null;
            }
        } catch (ZMQException ended) {
            throw Connection.lost(ended);
        }
        if (arrivals.isEmpty()) {
            open.check();
        }
        return arrivals;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
