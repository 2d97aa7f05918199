package io.fieldgate.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 as RFC 3629 allows it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private static final int NONE = 0;

    private Utf8() {}

    /**
     * Where the character that begins at {@code at} ends.
     *
     * @return the index after it; or, when it is none, the complement {@code ~at}
     */
    public static int next(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return at + 1;
        }
        int length = length(lead);
        if (length == NONE || at + length > end) {
            return ~at;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return ~at;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return ~at;
            }
        }
        return at + length;
    }

    private static int length(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : NONE;
    }

    /** The text of bytes; null when they are none. */
    public static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException none) {
            return null;
        }
    }

    /** Whether all of it is UTF-8. */
    public static boolean isValid(byte[] bytes, int from, int to) {
        int i = ByteSearch.foreign(bytes, from, to);
        while (i < to) {
            i = next(bytes, i, to);
            if (i < 0) {
                return false;
            }
            i = ByteSearch.foreign(bytes, i, to);
        }
        return true;
    }
}
