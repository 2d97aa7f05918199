package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;

/** Readings as devices send them, in JSON of any length. */
final class Messages {
    private static final int DEVICES = 100;

    private Messages() {}

    static String device(int number) {
        return "device-" + number % DEVICES;
    }

    static String json(int number, int length) {
        String text = "{\"device\":\"" + device(number) + "\",\"seq\":" + number + ",\"temperature\":21.5,\"text\":\"";
        String end = "\"}";
        return text + filler(number, length - text.length() - end.length()) + end;
    }

    static byte[] bytes(int number, int length) {
        return json(number, length).getBytes(StandardCharsets.UTF_8);
    }

    /** So many letters, that compress as texts do and not to nothing. */
    static String filler(int number, int length) {
        StringBuilder filler = new StringBuilder(length);
        for (int pad = length; pad > 0; pad--) {
            filler.append((char) ('a' + (number * 31 + pad * 7) % 26));
        }
        return filler.toString();
    }
}
