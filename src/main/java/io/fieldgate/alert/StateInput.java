package io.fieldgate.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what a state was written as, in the encoding of Protocol Buffers. Not thread-safe. */
final class StateInput {
    private static final int MOST_VARINT_BITS = 64;

    /** Of how many decimals a number may be short. */
    static final double[] POWERS = {1, 10, 100, 1_000};
    /** The lowest bits of a short number say how many decimals it has. */
    static final int PLACES_BITS = 3;
    /** Stands before a number that is not short. */
    static final int ALL_BITS = 7;

    private final byte[] bytes;
    private final boolean longer;
    private final Words words;
    private int at;
    private int wordsRead;

    /**
     * Names and versions of rules: each state has the same few, mostly in the same order, so one object of each is found by
     * its place. Not thread-safe.
     */
    static final class Words {
        private static final int PLACES = 256;

        private final byte[][] bytes = new byte[PLACES][0];
        private final @Nullable String[] texts = new String[PLACES];

        /** @param place where the word stands in its state */
        private String word(int place, byte[] from, int begin, int end) {
            int known = place % PLACES;
            String text = texts[known];
            if (text == null || !Arrays.equals(bytes[known], 0, bytes[known].length, from, begin, end)) {
                text = new String(from, begin, end - begin, StandardCharsets.UTF_8);
                bytes[known] = Arrays.copyOfRange(from, begin, end);
                texts[known] = text;
            }
            return text;
        }
    }

    /** @param longer whether it has been written in the format that took more bytes */
    StateInput(byte[] bytes, int from, boolean longer, Words words) {
        this.bytes = bytes;
        this.at = from;
        this.longer = longer;
        this.words = words;
    }

    boolean isLonger() {
        return longer;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    byte readRawByte() throws IOException {
        if (at == bytes.length) {
            throw new IOException("it is shorter than it should be");
        }
        return bytes[at++];
    }

    long readUInt64() throws IOException {
        if (at < bytes.length && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        for (int bits = 0; bits < MOST_VARINT_BITS; bits += 7) {
            byte part = readRawByte();
            value |= (long) (part & 0x7F) << bits;
            if (part >= 0) {
                return value;
            }
        }
        throw new IOException("it has a number that does not end");
    }

    long readSInt64() throws IOException {
        long value = readUInt64();
        return value >>> 1 ^ -(value & 1);
    }

    /** Also how many of something follow, each of which takes a byte at least. */
    int readUInt32() throws IOException {
        return (int) readUInt64();
    }

    /** How many of something follow; never more than there can be. */
    int readCount() throws IOException {
        int count = readUInt32();
        if (count < 0 || count > bytes.length - at) {
            throw new IOException("it has more parts than it has bytes");
        }
        return count;
    }

    double readNumber() throws IOException {
        long number = readUInt64();
        if (longer) {
            return Double.longBitsToDouble(Long.reverseBytes(number));
        }
        int places = (int) number & ALL_BITS;
        if (places == ALL_BITS) {
            return Double.longBitsToDouble(readFixed(Long.SIZE));
        }
        if (places >= POWERS.length) {
            throw new IOException("it has a number with " + places + " decimals");
        }
        long digits = number >>> PLACES_BITS;
        return (digits >>> 1 ^ -(digits & 1)) / POWERS[places];
    }

    /** @param size in bits */
    long readFixed(int size) throws IOException {
        long bits = 0;
        for (int i = 0; i < size; i += Byte.SIZE) {
            bits |= (readRawByte() & 0xFFL) << i;
        }
        return bits;
    }

    String readString() throws IOException {
        int length = length();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** A text that most states have. */
    String readWord() throws IOException {
        int length = length();
        if (length == 0) {
            return "";
        }
        at += length;
        return words.word(wordsRead++, bytes, at - length, at);
    }

    private int length() throws IOException {
        int length = readUInt32();
        if (length < 0 || length > bytes.length - at) {
            throw new IOException("it has a text that is longer than all of it");
        }
        return length;
    }
}
