package io.fieldgate.bridge.zeromq;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.zeromq.ZMQ;

/** Reads a socket as a program does that stands still now and then. */
final class Reader {
    private static final int LOOK_MILLIS = 20;

    private final ZMQ.Socket socket;
    private final List<byte[]> read = new CopyOnWriteArrayList<>();
    /** Who has it may read; none can have it twice in a row while another waits. */
    private final Semaphore turn = new Semaphore(1, true);

    private final Thread thread = new Thread(this::run, "zeromq-reader");
    private volatile boolean running = true;

    /** @param socket which nobody else uses from now on until {@link #close} */
    Reader(ZMQ.Socket socket) {
        this.socket = socket;
        socket.setReceiveTimeOut(LOOK_MILLIS);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (running) {
            turn.acquireUninterruptibly();
            byte[] message = running ? socket.recv() : null;
            if (message != null) {
                read.add(message);
            }
            turn.release();
        }
    }

    /** In the order of their coming, each frame by itself. */
    List<byte[]> read() {
        return read;
    }

    /** Reads nothing more when this returns. */
    void standStill() {
        turn.acquireUninterruptibly();
    }

    void goOn() {
        turn.release();
    }

    /** The test is over. */
    void close() throws InterruptedException {
        running = false;
        // It may stand still.
        turn.release();
        thread.join();
    }
}
