package io.fieldgate.bridge.zeromq;

import java.util.Locale;
import org.zeromq.SocketType;

/** How sockets talk with each other. */
enum SocketKind {
    /** Takes by turns what PUSH sockets give; a full one makes them wait. */
    PULL(SocketType.PULL, true),
    /** Listens to PUB sockets, which drop what it cannot take. */
    SUB(SocketType.SUB, true),
    /** Gives each message to one of the PULL sockets, by turns. */
    PUSH(SocketType.PUSH, false),
    /** Gives each message to all SUB sockets that want it. */
    PUB(SocketType.PUB, false);

    private final SocketType type;
    private final boolean source;

    SocketKind(SocketType type, boolean source) {
        this.type = type;
        this.source = source;
    }

    SocketType type() {
        return type;
    }

    boolean isSource() {
        return source;
    }

    /** As it stands in a route. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
