package io.fieldgate.bench;

import java.util.Map;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A PUSH socket of this process, which keeps what nobody has taken yet, however much it is. */
final class ZeroMqNeighbour implements Neighbour {
    private final ZContext context = new ZContext();
    private int port;
    private ZMQ.Socket socket = context.createSocket(SocketType.PUSH);

    /** Each contender has a port of its own, where it may come later than the messages. */
    @Override
    public void makeQueue(String queue) {
        socket.close();
        port = Workbench.freePort();
        socket = context.createSocket(SocketType.PUSH);
        socket.setSndHWM(0);
        socket.setLinger(0);
        socket.connect(address());
    }

    @Override
    public void fill(String queue, int messages, int length) {
        for (int i = 0; i < messages; i++) {
            if (!socket.send(Messages.bytes(i, length))) {
                throw new IllegalStateException("the socket takes no more");
            }
        }
    }

    @Override
    public String uri(String queue) {
        return "zeromq:pull:bench";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "FIELDGATE_ZEROMQ_SOCKETS_BENCH_ADDRESS", address(), "FIELDGATE_ZEROMQ_SOCKETS_BENCH_BIND", "true");
    }

    @Override
    public Class<?> loop() {
        return ZeroMqLoop.class;
    }

    @Override
    public String address() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        context.close();
    }
}
