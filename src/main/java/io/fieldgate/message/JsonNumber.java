package io.fieldgate.message;

import java.nio.charset.StandardCharsets;

/** Numbers of JSON as 64-bit floating point. */
final class JsonNumber {
    /** Powers of ten that floating point holds exactly; so one division of two exact numbers is rounded once, and right. */
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    /** Any number of so many digits is exact. */
    private static final int EXACT_DIGITS = 15;

    private JsonNumber() {}

    /** The same as {@link Double#parseDouble}. */
    static double value(byte[] bytes, int begin, int end) {
        boolean negative = bytes[begin] == '-';
        int from = negative ? begin + 1 : begin;
        // One more for the point.
        if (end - from > EXACT_DIGITS + 1) {
            return parsed(bytes, begin, end);
        }
        long digits = 0;
        int places = -1;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '.') {
                places = 0;
            } else if (b == 'e' || b == 'E') {
                return parsed(bytes, begin, end);
            } else {
                digits = 10 * digits + b - '0';
                places += places < 0 ? 0 : 1;
            }
        }
        double number = places <= 0 ? digits : digits / POWERS[places];
        return negative ? -number : number;
    }

    private static double parsed(byte[] bytes, int begin, int end) {
        return Double.parseDouble(new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1));
    }
}
