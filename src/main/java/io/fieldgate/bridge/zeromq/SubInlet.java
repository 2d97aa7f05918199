package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Overflow;
import io.fieldgate.bridge.UnacknowledgedInlet;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Listens with a SUB socket. Publishers do not wait, so its thread always reads, and what comes while as many messages as the
 * high-water mark, or as many bytes as the window, wait for the route is dropped here, counted: a publisher that drops says so to
 * nobody.
 */
final class SubInlet extends UnacknowledgedInlet {
    private static final int LOOK_MILLIS = 100;
    private static final long CLOSE_MILLIS = 2_000;

    private final Socket settings;
    private final String prefix;
    private final FrameReader reader;
    private final Overflow<Frames> messages;
    private final CompletableFuture<@Nullable Failure> opened = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable Failure ended;

    /**
     * @param prefix of the topics that are wanted; empty: all
     * @param mostBytes of the messages that wait
     */
    SubInlet(Socket settings, String prefix, FrameReader reader, long mostBytes, String threadName) {
        this.settings = settings;
        this.prefix = prefix;
        this.reader = reader;
        this.messages = new Overflow<>(settings.highWaterMark(), mostBytes, Frames::bytes);
        this.thread = new Thread(this::listen, threadName);
        thread.setDaemon(true);
    }

    @Override
    public void open() throws Exception {
        thread.start();
        Failure refused = opened.get();
        if (refused != null) {
            throw refused;
        }
    }

    private void listen() {
        try (Connection connection = Connection.open(settings, SocketKind.SUB, 0, this::subscribe)) {
            while (running) {
                byte[] first = connection.socket().recv();
                if (first != null) {
                    messages.put(Frames.of(connection.socket(), first, settings.maxMessageSize()));
                } else if (opened.isDone()) {
                    connection.check();
                }
                if (!opened.isDone() && connection.isSettled()) {
                    opened.complete(null);
                }
            }
        } catch (RuntimeException failed) {
            Failure known = Failure.in(failed);
            Failure end = known == null ? Failure.temporary("the socket ended: " + failed.getMessage(), failed) : known;
            ended = end;
            opened.complete(end);
        }
    }

    private void subscribe(ZMQ.Socket socket) {
        socket.setReceiveTimeOut(LOOK_MILLIS);
        socket.subscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws InterruptedException {
        List<Frames> taken = messages.take(most, patience);
        Failure end = ended;
        if (taken.isEmpty() && end != null) {
            throw end;
        }
        return taken.stream().map(reader::read).toList();
    }

    @Override
    public long dropped() {
        return messages.dropped();
    }

    /** Its thread closes the socket: no other may. */
    @Override
    public void close() {
        running = false;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        messages.close();
    }
}
