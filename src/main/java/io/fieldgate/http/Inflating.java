package io.fieldgate.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Unpacks a body of gzip, and stops before it has become what nobody could mean. */
final class Inflating {
    static final int MOST_RATIO = 100;
    /** Below it any ratio does no harm. */
    static final int HARMLESS = 64 * 1024;

    private Inflating() {}

    /**
     * @param max bytes of the result
     * @throws Problem when it is no gzip, or becomes too large
     */
    static byte[] gunzip(byte[] packed, int max) {
        byte[] plain = new byte[Math.min(Math.max(4 * packed.length, 1024), max + 1)];
        int length = 0;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
            while (true) {
                int count = in.read(plain, length, plain.length - length);
                if (count < 0) {
                    return Arrays.copyOf(plain, length);
                }
                length += count;
                if (length > max) {
                    throw tooLarge("becomes more than " + max + " bytes");
                }
                if (length > HARMLESS && length / MOST_RATIO > packed.length) {
                    throw tooLarge("becomes more than " + MOST_RATIO + " times as large");
                }
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, (int) Math.min(2L * plain.length, max + 1L));
                }
            }
        } catch (IOException broken) {
            throw Problem.of(400, "MALFORMED_GZIP", "The body is no complete gzip, which Content-Encoding says it is.");
        }
    }

    private static Problem tooLarge(String how) {
        return Problem.of(413, "LIMIT_INFLATE", "The body " + how + " when it is unpacked, which is not allowed.");
    }
}
