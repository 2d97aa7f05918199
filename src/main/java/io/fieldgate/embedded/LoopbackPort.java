package io.fieldgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** TCP ports on 127.0.0.1: finds free ones, and says clearly when one is taken. */
final class LoopbackPort {
    /**
     * Below the ranges that Linux, macOS and Windows take the ports of outgoing connections from. A port out of those
     * could be occupied while a stopped part is about to come back; a client that keeps trying to connect to it can even
     * be connected to itself.
     */
    private static final int FIRST = 20_000;

    private static final int AFTER_LAST = 32_000;
    private static final int ATTEMPTS = 100;

    private LoopbackPort() {}

    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port itself, or a free one if it is 0. */
    static int orFree(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is outside 0 to 65535 (0 takes a free one)");
        }
        return port == 0 ? free() : port;
    }

    static int free() {
        return freeBeside(0);
    }

    /** A free one other than that, which is about to be taken. */
    static int freeBeside(int other) {
        return freeBeside(other, () -> ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST));
    }

    static int freeBeside(int other, IntSupplier candidates) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = candidates.getAsInt();
            if (port != other && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("found no free port on 127.0.0.1 between " + FIRST + " and " + AFTER_LAST);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers themselves do, so that connections still closing (TIME_WAIT) do not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param what the part that wants the port, for the message
     * @throws IllegalStateException when somebody listens on it already, naming the port
     */
    static void requireFree(int port, String what) {
        if (!isFree(port)) {
            throw new IllegalStateException(what + " cannot listen on 127.0.0.1:" + port
                    + ": the port is in use. Stop the process that holds it or configure another port.");
        }
    }
}
