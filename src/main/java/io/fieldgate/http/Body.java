package io.fieldgate.http;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a body as they arrive. Takes room for what it holds, not for what the client says will come. */
final class Body {
    private static final int FIRST = 2048;

    private final Room room;
    private final long declared;
    private final int most;
    private byte[] bytes = new byte[0];
    private int length;
    private int taken;

    /**
     * @param declared its length as the client says; negative when unknown
     * @param most how long it may be
     */
    Body(Room room, long declared, int most) {
        this.room = room;
        this.declared = declared;
        this.most = most;
    }

    /**
     * Reads what is there without waiting.
     *
     * @return whether there was anything
     * @throws Problem when it is too large, or when there is no room
     */
    boolean read(ServletInputStream in) throws IOException {
        int before = length;
        while (in.isReady()) {
            if (length == bytes.length) {
                grow();
            }
            int count = in.read(bytes, length, bytes.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return length > before;
    }

    private void grow() {
        if (length > most) {
            throw Admission.tooLarge(most);
        }
        // One more than it may have, to see that it is too large; and than it says, to see the end.
        long wanted = Math.max(FIRST, 2L * length);
        int size = (int) Math.min(declared > length ? Math.min(wanted, declared) : wanted, most + 1L);
        if (!room.take(0, size - bytes.length)) {
            throw Admission.busy();
        }
        taken = size;
        bytes = Arrays.copyOf(bytes, size);
    }

    /** Bytes of the room that it takes. */
    int size() {
        return taken;
    }

    /** It is not wanted any more. */
    void giveBack() {
        room.giveBack(0, taken);
        taken = 0;
        bytes = new byte[0];
    }

    /**
     * All of it, which leaves this.
     *
     * @throws Problem when it is too large, or not all that was declared
     */
    byte[] complete() {
        if (length > most) {
            throw Admission.tooLarge(most);
        }
        if (declared >= 0 && length != declared) {
            throw Problem.of(400, "INCOMPLETE", "The body ended before its Content-Length.");
        }
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        return all;
    }
}
