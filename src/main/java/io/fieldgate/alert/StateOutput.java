package io.fieldgate.alert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what {@link StateInput} reads. One is used for state after state, so that only its bytes are made anew. Not thread-safe. */
final class StateOutput {
    private static final int USUAL_SIZE = 512;
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[USUAL_SIZE];
    private int size;

    /** Begins with the next state. */
    void clear() {
        size = 0;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    void writeRawByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void writeUInt(long value) {
        room(LONGEST_VARINT);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    void writeSInt(long value) {
        writeUInt(value << 1 ^ value >> 63);
    }

    /** @param bits how many of the lowest are written */
    void writeFixed(long value, int bits) {
        room(Long.BYTES);
        for (int i = 0; i < bits; i += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> i);
        }
    }

    void writeString(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeUInt(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
        }
    }
}
