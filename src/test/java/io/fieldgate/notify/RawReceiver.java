package io.fieldgate.notify;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A receiver that breaks the rules of HTTP and TLS in one way; for one connection after the other. */
final class RawReceiver implements AutoCloseable {
    private static final int MOST = 64 * 1024;

    private final ServerSocket server;

    /** What it does with a connection when it has got the beginning of what is sent. */
    interface Manners {
        void treat(Socket socket) throws IOException, InterruptedException;
    }

    /** Ends the connection as a program that exits does. */
    static final Manners HANGS_UP = Socket::close;

    /** Ends the connection as a machine that has forgotten it does. */
    static final Manners RESETS = socket -> {
        socket.setSoLinger(true, 0);
        socket.close();
    };

    /** Sends the text, a byte each so many milliseconds. */
    static Manners trickles(String text, int millis) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            for (byte each : text.getBytes(StandardCharsets.US_ASCII)) {
                out.write(each);
                out.flush();
                Thread.sleep(millis);
            }
        };
    }

    RawReceiver(Manners manners) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(manners), "raw-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Manners manners) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read(new byte[MOST]) > 0) {
                    manners.treat(socket);
                }
            } catch (IOException gone) {
                // The client has had enough, or the test is over.
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
