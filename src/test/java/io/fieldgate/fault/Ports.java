package io.fieldgate.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of 127.0.0.1. Between the choice of one and the moment that a process which has just been started listens there
 * lie seconds, so none is given twice, nor by two of the JVMs that run tests side by side.
 */
public final class Ports {
    /** Below those that embedded brokers choose for themselves, which are below those of outgoing connections. */
    private static final int FIRST = 10_000;

    private static final int AFTER_LAST = 20_000;
    /** More than the build starts JVMs. */
    private static final int SHARES = 5;

    private static final int SHARE = (AFTER_LAST - FIRST) / SHARES;
    /** 0 where no build starts the tests. */
    private static final int OURS = FIRST + Integer.getInteger("test.fork", 0) % SHARES * SHARE;

    private static int given = ThreadLocalRandom.current().nextInt(SHARE);

    private Ports() {}

    /** One that nobody uses at the moment. */
    public static synchronized int free() {
        for (int attempt = 0; attempt < SHARE; attempt++) {
            given = (given + 1) % SHARE;
            int port = OURS + given;
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // The next.
            }
        }
        throw new AssertionError("no free port between " + OURS + " and " + (OURS + SHARE));
    }

    static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
