package io.fieldgate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    @Test
    void findsWhatALoopOverSingleBytesFinds() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                // Neighbours of the wanted byte, and the same with the top bit.
                bytes[i] = (byte)
                        ("\t\n\u000b\u0000\u0001ab".charAt(random.nextInt(7)) | (random.nextInt(8) == 0 ? 0x80 : 0));
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(ByteSearch.find(bytes, from, to, (byte) '\n')).isEqualTo(find(bytes, from, to));
        }
    }

    @Test
    void findsTheFirstByteThatATextOfJsonCannotHave() {
        Random random = new Random(6);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (random.nextInt(12) == 0 ? random.nextInt(256) : "!#[]aA~\u007f".charAt(random.nextInt(8)));
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(ByteSearch.unplain(bytes, from, to))
                    .isEqualTo(first(bytes, from, to, b -> b < ' ' || b == '"' || b == '\\'));
            assertThat(ByteSearch.foreign(bytes, from, to)).isEqualTo(first(bytes, from, to, b -> b < 0));
        }
    }

    /** Bytes beyond ASCII are negative, hence below a space. */
    private static int first(byte[] bytes, int from, int to, IntPredicate wanted) {
        int i = from;
        while (i < to && !wanted.test(bytes[i])) {
            i++;
        }
        return i;
    }

    private static int find(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
