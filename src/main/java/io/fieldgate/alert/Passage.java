package io.fieldgate.alert;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a record has come to rules: straight from its topic, or sorted by a key, when its headers say this.
 *
 * @param device the key of the record in its topic; empty when it has none
 * @param mark {@link RuleKey#mark} of the key that it was sorted by; empty: it came straight
 * @param clock up to which time readings of its partition were known when it was read. Partitions are not read evenly, so what
 *     comes from one of them would often be late by the clock of another
 */
record Passage(String device, String mark, long clock) {
    private static final String DEVICE = "fieldgate.alerts.device";
    private static final String MARK = "fieldgate.alerts.key";
    private static final String CLOCK = "fieldgate.alerts.clock";

    static Passage straight(String device, long clock) {
        return new Passage(device, "", clock);
    }

    void write(Headers headers) {
        take(headers, DEVICE);
        take(headers, MARK);
        take(headers, CLOCK);
        headers.add(DEVICE, device.getBytes(StandardCharsets.UTF_8));
        headers.add(MARK, mark.getBytes(StandardCharsets.UTF_8));
        headers.add(CLOCK, Long.toString(clock).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes it out of the headers, so that they are those of the record in its topic again.
     *
     * @return null when it is not there: nobody of ours has sorted the record
     */
    static @Nullable Passage take(Headers headers) {
        String device = take(headers, DEVICE);
        String mark = take(headers, MARK);
        String clock = take(headers, CLOCK);
        if (device == null || mark == null || clock == null) {
            return null;
        }
        try {
            return new Passage(device, mark, Long.parseLong(clock));
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    private static @Nullable String take(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        headers.remove(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
