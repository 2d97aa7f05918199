package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * One message: the device, its sequence number there, and when it was published (microseconds since 1970), as JSON.
 *
 * @param device number of the device, from 0
 * @param sequence number of the message among those of its device, from 0
 * @param at when it was published
 */
record Reading(int device, int sequence, long at) {
    /** What fills a payload up: random, because a run of one letter would compress to nothing. */
    private static final byte[] FILLER = filler();

    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    byte[] payload(int size) {
        byte[] start = ("{\"device\":\"device-" + device + "\",\"seq\":" + sequence + ",\"at\":" + at + ",\"data\":\"")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[Math.max(size, start.length + END.length)];
        System.arraycopy(start, 0, payload, 0, start.length);
        int room = payload.length - start.length - END.length;
        int from = (int) ((sequence * 31L + device * 17L) % (FILLER.length - room));
        System.arraycopy(FILLER, from, payload, start.length, room);
        System.arraycopy(END, 0, payload, payload.length - END.length, END.length);
        return payload;
    }

    /** The three numbers at the beginning of a payload; only digits tell them apart from the names. */
    static Reading of(byte[] payload) {
        int at = 0;
        long[] numbers = new long[3];
        for (int i = 0; i < numbers.length; i++) {
            while (!isDigit(payload[at])) {
                at++;
            }
            while (isDigit(payload[at])) {
                numbers[i] = numbers[i] * 10 + payload[at++] - '0';
            }
        }
        return new Reading((int) numbers[0], (int) numbers[1], numbers[2]);
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private static byte[] filler() {
        byte[] letters = new byte[65_536];
        Random random = new Random(1);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }
}
