package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.NeighbourProbe;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Looks whether the address of a socket of ZeroMQ can be bound, or connected to. Greets nobody. */
public final class ZeroMqProbe {
    private static final String ABOUT = "zeromq";

    private final ZeroMqProperties properties;
    private final Duration patience;

    /** @param patience the longest wait for a connection */
    public ZeroMqProbe(ZeroMqProperties properties, Duration patience) {
        this.properties = properties;
        this.patience = patience;
    }

    /**
     * Connects or binds, for a moment.
     *
     * @param name of a socket that a route uses
     */
    public Diagnosis look(String name) throws InterruptedException {
        Socket socket = properties.sockets().get(name);
        if (socket == null) {
            return Diagnosis.ill(
                    ABOUT,
                    "a route uses the socket '" + name + "', which has no address",
                    "Set fieldgate.zeromq.sockets." + name + ".address to tcp://HOST:PORT.");
        }
        return socket.bind() ? bound(name, socket) : connected(name, socket);
    }

    private Diagnosis connected(String name, Socket socket) throws InterruptedException {
        return NeighbourProbe.look(ABOUT, name + " at " + socket.where(), key(name), () -> {
            try (java.net.Socket tcp = new java.net.Socket()) {
                tcp.connect(place(socket), (int) patience.toMillis());
                return "can be connected to";
            } catch (IOException away) {
                throw Failure.temporary("nobody listens there: " + Causes.words(away), away);
            }
        });
    }

    private static Diagnosis bound(String name, Socket socket) {
        String what = name + " at " + socket.where();
        try (ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true);
            tcp.bind(place(socket));
            return Diagnosis.well(ABOUT, what + " can be bound");
        } catch (UnknownHostException notOurs) {
            return Diagnosis.ill(ABOUT, what + ": nobody knows the host", "Correct " + key(name) + ".");
        } catch (IOException taken) {
            return Diagnosis.odd(
                    ABOUT,
                    what + " is in use (" + Causes.words(taken) + ")",
                    "Unless a gateway runs, stop what uses it, or correct " + key(name) + ".");
        }
    }

    private static String key(String name) {
        return "fieldgate.zeromq.sockets." + name + ".address";
    }

    private static InetSocketAddress place(Socket socket) throws UnknownHostException {
        String address = socket.where().substring("tcp://".length());
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        return host.equals("*")
                ? new InetSocketAddress(port)
                : new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
