package io.fieldgate.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Looks at bytes, in memory eight at a time. */
final class Bytes {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;

    private Bytes() {}

    /** Where a byte of ASCII stands first in {@code [from, to)}; -1 when it does not. */
    static int find(byte[] in, int from, int to, byte wanted) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            // Zero where the byte is. Of the top bits of zeros the lowest is right, others may come of the subtraction.
            long differs = (long) EIGHT.get(in, i) ^ (EACH * wanted);
            long found = (differs - EACH) & ~differs & TOP;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        for (; i < to; i++) {
            if (in[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Bytes of a file at a place, as many as there are, at most so many; its position stays. */
    static byte[] read(FileChannel file, long at, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {
            // Short reads are allowed.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
