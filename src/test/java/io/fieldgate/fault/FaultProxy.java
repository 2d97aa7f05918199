package io.fieldgate.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands between clients and a server on this machine, whatever protocol they speak on TCP, and is the network that
 * fails: it cuts connections, refuses new ones, lets nothing through without telling anybody, is slow or narrow.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 16_384;
    /** With the chunk size: what is on its way in one direction of one connection. */
    private static final int CHUNKS = 32;

    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** A direction of the traffic. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** Sees what passes in one direction of one connection, just before it is passed on. */
    public interface Tap {
        void passes(byte[] bytes);
    }

    /** How a direction is at the moment. */
    private record Way(boolean held, long delayNanos, long bytesPerSecond) {
        static final Way OPEN = new Way(false, 0, Long.MAX_VALUE);
    }

    /** Bytes with the time of their arrival; none at all stand for the end of the stream. */
    private record Chunk(byte[] bytes, long due) {}

    private final int port;
    private final int serverPort;
    private final Function<Direction, Tap> taps;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Set<Socket> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<Direction, Way> ways = new EnumMap<>(Direction.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    /** Guards the two below. */
    private final Object listening = new Object();

    private ServerSocket listener;
    private Thread acceptor;

    public FaultProxy(int serverPort) throws IOException {
        this(serverPort, direction -> bytes -> {});
    }

    /** @param taps asked for one for each direction of each connection */
    public FaultProxy(int serverPort, Function<Direction, Tap> taps) throws IOException {
        this.serverPort = serverPort;
        this.taps = taps;
        this.port = Ports.free();
        open();
        listener = listen();
        acceptor = acceptFrom(listener);
    }

    /** Where clients connect, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Connections so far that reached the server. */
    public int connections() {
        return connections.get();
    }

    /** Ends every connection with a reset; new ones may come at once. */
    public void cut() {
        cuts.incrementAndGet();
        lines.forEach(Line::cut);
    }

    /** Closes the port; connections that exist go on. */
    public void refuse() throws IOException {
        synchronized (listening) {
            listener.close();
            try {
                // While it waits in accept() the port stays open for a moment.
                acceptor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Both: there is no way through any more. */
    public void sever() throws IOException {
        refuse();
        cut();
    }

    /**
     * Lets nothing pass and tells nobody, as a firewall that drops packets: all sockets stay open. What was sent meanwhile
     * passes after {@link #restore()}, as TCP would repeat it; connections made meanwhile never get an answer.
     */
    public void hold(Direction... directions) {
        for (Direction direction : directions) {
            change(direction, new Way(true, 0, Long.MAX_VALUE));
        }
    }

    /** Everything takes so much longer from now on. */
    public void delay(Direction direction, Duration by) {
        change(direction, new Way(false, by.toNanos(), Long.MAX_VALUE));
    }

    /** Each connection carries no more than that from now on. */
    public void limit(Direction direction, long bytesPerSecond) {
        change(direction, new Way(false, 0, bytesPerSecond));
    }

    /** The network is sound again. */
    public void restore() throws IOException {
        open();
        unanswered.forEach(FaultProxy::reset);
        unanswered.clear();
        synchronized (listening) {
            if (listener.isClosed()) {
                listener = listen();
                acceptor = acceptFrom(listener);
            }
        }
    }

    @Override
    public void close() throws IOException {
        sever();
        unanswered.forEach(FaultProxy::reset);
    }

    private synchronized void open() {
        for (Direction direction : Direction.values()) {
            ways.put(direction, Way.OPEN);
        }
        notifyAll();
    }

    private synchronized void change(Direction direction, Way way) {
        ways.put(direction, way);
        notifyAll();
    }

    private synchronized Way way(Direction direction) {
        return ways.getOrDefault(direction, Way.OPEN);
    }

    private synchronized Way awaitPassage(Direction direction) throws InterruptedException {
        while (way(direction).held()) {
            wait();
        }
        return way(direction);
    }

    private ServerSocket listen() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        return opened;
    }

    private Thread acceptFrom(ServerSocket opened) {
        Thread thread = thread(() -> {
            while (true) {
                accept(opened.accept());
            }
        });
        thread.start();
        return thread;
    }

    private void accept(Socket client) {
        int cutsBefore = cuts.get();
        synchronized (this) {
            if (Arrays.stream(Direction.values())
                    .allMatch(direction -> way(direction).held())) {
                unanswered.add(client);
                return;
            }
        }
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_TIMEOUT_MS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException serverIsAway) {
            reset(client);
            reset(server);
            return;
        }
        Line line = new Line(client, server);
        lines.add(line);
        line.start();
        connections.incrementAndGet();
        if (cuts.get() > cutsBefore) {
            line.cut();
        }
    }

    /** One connection: two sockets, and for each direction a thread that reads and one that writes. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private final List<Thread> threads;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            BlockingQueue<Chunk> up = new ArrayBlockingQueue<>(CHUNKS);
            BlockingQueue<Chunk> down = new ArrayBlockingQueue<>(CHUNKS);
            this.threads = List.of(
                    thread(() -> read(Direction.TO_SERVER, client, up)),
                    thread(() -> write(Direction.TO_SERVER, up, server)),
                    thread(() -> read(Direction.TO_CLIENT, server, down)),
                    thread(() -> write(Direction.TO_CLIENT, down, client)));
        }

        void start() {
            threads.forEach(Thread::start);
        }

        void cut() {
            reset(client);
            reset(server);
            threads.forEach(Thread::interrupt);
            lines.remove(this);
        }

        private void read(Direction direction, Socket from, BlockingQueue<Chunk> underWay) throws InterruptedException {
            byte[] buffer = new byte[CHUNK_BYTES];
            int length;
            do {
                length = Math.max(0, readOrEnd(from, buffer));
                underWay.put(new Chunk(
                        Arrays.copyOf(buffer, length),
                        System.nanoTime() + way(direction).delayNanos()));
            } while (length > 0);
        }

        private static int readOrEnd(Socket from, byte[] buffer) {
            try {
                return from.getInputStream().read(buffer);
            } catch (IOException reset) {
                return 0;
            }
        }

        private void write(Direction direction, BlockingQueue<Chunk> underWay, Socket to) throws InterruptedException {
            Tap tap = taps.apply(direction);
            try {
                while (true) {
                    Chunk chunk = underWay.take();
                    sleepNanos(chunk.due() - System.nanoTime());
                    Way way = awaitPassage(direction);
                    if (chunk.bytes().length == 0) {
                        break;
                    }
                    tap.passes(chunk.bytes());
                    to.getOutputStream().write(chunk.bytes());
                    sleepNanos(Math.floorDiv(chunk.bytes().length * 1_000_000_000L, way.bytesPerSecond()));
                }
                client.close();
                server.close();
            } catch (IOException receiverIsGone) {
                // The end of the line, either way.
            }
            cut();
        }
    }

    private static void sleepNanos(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static Thread thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException closed) {
                        // The line was cut, or the proxy closed.
                    }
                },
                "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }

    private static void reset(Socket socket) {
        try {
            // No lingering: the peer sees a reset, not an orderly end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // Just what is wanted.
        }
    }
}
