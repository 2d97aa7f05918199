package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;

/** Messages of 200 bytes of JSON, as devices send them. */
final class Messages {
    private static final int LENGTH = 200;
    private static final int DEVICES = 100;

    private Messages() {}

    static byte[] message(int number) {
        StringBuilder text = new StringBuilder(LENGTH)
                .append("{\"device\":\"device-")
                .append(number % DEVICES)
                .append("\",\"seq\":")
                .append(number)
                .append(",\"temperature\":21.5,\"text\":\"");
        while (text.length() < LENGTH - 2) {
            text.append((char) ('a' + (number * 31 + text.length() * 7) % 26));
        }
        return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
