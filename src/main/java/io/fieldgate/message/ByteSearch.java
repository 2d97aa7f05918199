package io.fieldgate.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes in memory, eight at a time. */
public final class ByteSearch {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;

    private ByteSearch() {}

    /** Where a byte of ASCII stands first in {@code [from, to)}; -1 when it does not. */
    public static int find(byte[] in, int from, int to, byte wanted) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long found = zeros((long) EIGHT.get(in, i) ^ (EACH * wanted)) & TOP;
            if (found != 0) {
                return i + first(found);
            }
        }
        for (; i < to; i++) {
            if (in[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The first byte that JSON does not have in a text as it is, or that is not ASCII; {@code to} when there is none. */
    static int unplain(byte[] in, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long eight = (long) EIGHT.get(in, i);
            long found =
                    (zeros(eight ^ (EACH * '"')) | zeros(eight ^ (EACH * '\\')) | (eight - (EACH * ' ')) | eight) & TOP;
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < to && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    /** The first byte that is not ASCII; {@code to} when there is none. */
    static int foreign(byte[] in, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long found = (long) EIGHT.get(in, i) & TOP;
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < to && in[i] >= 0) {
            i++;
        }
        return i;
    }

    /** Has the top bit of each byte that is zero; the lowest is right, others may come of the subtraction. */
    private static long zeros(long eight) {
        return (eight - EACH) & ~eight;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) >> 3;
    }
}
