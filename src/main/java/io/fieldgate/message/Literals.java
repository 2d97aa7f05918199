package io.fieldgate.message;

import java.util.Arrays;

/** Cells that stand in JSON as they are. */
final class Literals {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private Literals() {}

    static boolean isBoolean(byte[] raw, int begin, int end) {
        return equal(raw, begin, end, TRUE) || equal(raw, begin, end, FALSE);
    }

    private static boolean equal(byte[] raw, int begin, int end, byte[] word) {
        return end - begin == word.length && Arrays.equals(raw, begin, end, word, 0, word.length);
    }

    /** A number as JSON writes it (RFC 8259, 6): 007 and 1. and .5 and NaN are text, and so is -0. */
    static boolean isNumber(byte[] raw, int begin, int end, int mostDigits) {
        int i = begin < end && raw[begin] == '-' ? begin + 1 : begin;
        int whole = digits(raw, i, end);
        if (whole == i || (raw[i] == '0' && whole > i + 1) || whole - i > mostDigits) {
            return false;
        }
        boolean negativeZero = i > begin && raw[i] == '0' && whole == end;
        i = whole;
        if (i < end && raw[i] == '.') {
            int fraction = digits(raw, i + 1, end);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < end && (raw[i] == 'e' || raw[i] == 'E')) {
            int sign = i + 1 < end && (raw[i + 1] == '-' || raw[i + 1] == '+') ? i + 2 : i + 1;
            int exponent = digits(raw, sign, end);
            if (exponent == sign || exponent - sign > 2) {
                return false;
            }
            i = exponent;
        }
        return i == end && !negativeZero && end - begin <= mostDigits + 8;
    }

    private static int digits(byte[] raw, int begin, int end) {
        int i = begin;
        while (i < end && raw[i] >= '0' && raw[i] <= '9') {
            i++;
        }
        return i;
    }
}
