package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON that are being written, without the locks of a stream, which would cost more than the bytes. */
final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int count;

    void reset() {
        count = 0;
    }

    void write(int b) {
        makeRoom(1);
        bytes[count++] = (byte) b;
    }

    void write(byte[] from, int begin, int length) {
        makeRoom(length);
        System.arraycopy(from, begin, bytes, count, length);
        count += length;
    }

    void write(byte[] all) {
        write(all, 0, all.length);
    }

    private void makeRoom(int length) {
        if (bytes.length - count < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, count);
    }

    /**
     * Writes a text in quotes.
     *
     * @param doubled whether of two quotes only one counts, as in a quoted cell
     */
    void text(byte[] raw, int begin, int end, boolean doubled) {
        write('"');
        int i = begin;
        while (i < end) {
            int plain = ByteSearch.unplain(raw, i, end);
            write(raw, i, plain - i);
            if (plain == end) {
                break;
            }
            byte b = raw[plain];
            if (b < 0) {
                write(b);
            } else if (b < ' ') {
                control(b);
            } else {
                write('\\');
                write(b);
            }
            i = plain + (b == '"' && doubled ? 2 : 1);
        }
        write('"');
    }

    private void control(byte b) {
        write('\\');
        switch (b) {
            case '\n' -> write('n');
            case '\r' -> write('r');
            case '\t' -> write('t');
            default -> {
                write('u');
                write('0');
                write('0');
                write(HEX[b >> 4]);
                write(HEX[b & 15]);
            }
        }
    }
}
