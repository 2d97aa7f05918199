package io.fieldgate.bridge.zeromq;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ;

/** The frames of one message, in the order in which they came. */
final class Frames {
    /** The most that a good message has: its topic, and what it says. */
    static final int MOST = 2;

    /** Of ZMTP 3.1 (RFC 37): what stands before a frame's bytes. */
    private static final int FLAG_MORE = 1;

    private static final int FLAG_LONG = 2;
    private static final int LONGEST_SHORT = 255;

    private final List<byte[]> kept = new ArrayList<>(MOST);
    private long bytes;
    private int count;

    private Frames() {}

    /**
     * All of the message that has begun with this one.
     *
     * @param limit bytes. The socket holds each frame to it, and nothing holds their sum: of a message with more than it may have
     *     only the first frames are kept that are not larger together
     */
    static Frames of(ZMQ.Socket socket, byte[] first, long limit) {
        Frames frames = new Frames();
        frames.add(first, limit);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv(), limit);
        }
        return frames;
    }

    private void add(byte[] frame, long limit) {
        bytes += head(frame.length, 0).length + frame.length;
        if (kept.size() == count && (count < MOST || bytes <= limit)) {
            kept.add(frame);
        }
        count++;
    }

    int count() {
        return count;
    }

    /** Of all, as they are on the wire. */
    long bytes() {
        return bytes;
    }

    byte[] first() {
        return kept.get(0);
    }

    byte[] last() {
        return kept.get(kept.size() - 1);
    }

    boolean areCut() {
        return kept.size() < count;
    }

    int kept() {
        return kept.size();
    }

    /** As ZMTP has them on the wire, so none is mistaken for another. The last that is kept says that more came, if so. */
    byte[] onTheWire() {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < kept.size(); i++) {
            byte[] frame = kept.get(i);
            wire.writeBytes(head(frame.length, i + 1 < count ? FLAG_MORE : 0));
            wire.writeBytes(frame);
        }
        return wire.toByteArray();
    }

    private static byte[] head(int length, int more) {
        return length <= LONGEST_SHORT
                ? new byte[] {(byte) more, (byte) length}
                : ByteBuffer.allocate(1 + Long.BYTES)
                        .put((byte) (FLAG_LONG | more))
                        .putLong(length)
                        .array();
    }
}
