package io.fieldgate.embedded;

import io.fieldgate.command.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The loopback ports of the demo. */
record DemoPorts(int http, int actuator, int mqtt, int kafka) {

    /** Four ports that nobody uses at the moment. */
    static DemoPorts free() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            // All four are held at once, or the same port could be given twice.
            for (int i = 0; i < 4; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new DemoPorts(
                    sockets.get(0).getLocalPort(),
                    sockets.get(1).getLocalPort(),
                    sockets.get(2).getLocalPort(),
                    sockets.get(3).getLocalPort());
        } catch (IOException none) {
            throw new CommandFailure(CommandFailure.UNAVAILABLE, "no free port on 127.0.0.1: " + none.getMessage());
        } finally {
            sockets.forEach(DemoPorts::close);
        }
    }

    /**
     * Checks that each is free.
     *
     * @throws CommandFailure that names every port in use and the option that chooses another
     */
    void check() {
        List<String> busy = new ArrayList<>();
        List<String> options = new ArrayList<>();
        check("http", http, busy, options);
        check("actuator", actuator, busy, options);
        check("mqtt", mqtt, busy, options);
        check("kafka", kafka, busy, options);
        if (!busy.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.UNAVAILABLE,
                    "ports            " + String.join(" and ", busy)
                            + (busy.size() == 1 ? " is in use. Use: " : " are in use. Use: ") + "./fieldgate demo "
                            + String.join(" ", options) + "  or  --ports auto");
        }
    }

    private static void check(String name, int port, List<String> busy, List<String> options) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException inUse) {
            busy.add(port + " (" + name + ")");
            options.add("--" + name + "-port " + (port + 1));
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It held nothing but a number.
        }
    }

    @Override
    public String toString() {
        return http + " " + actuator + " " + mqtt + " " + kafka;
    }
}
