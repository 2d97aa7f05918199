package io.fieldgate.database;

import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Reads the one form of time that most devices send, {@code 2026-11-24T10:00:00.123456Z}, without a formatter's work. */
final class UtcTime {
    private static final int DATE_AND_TIME = "2026-11-24T10:00:00".length();
    private static final int NANO_DIGITS = 9;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private final String text;
    private boolean regular = true;

    private UtcTime(String text) {
        this.text = text;
    }

    /** The time in whole microseconds, or null when the text has any other form or names no real time. */
    static @Nullable Instant of(String text) {
        return new UtcTime(text).read();
    }

    private @Nullable Instant read() {
        int end = text.length() - 1;
        if (end < DATE_AND_TIME || text.charAt(end) != 'Z') {
            return null;
        }
        int year = number(0, 4);
        expect(4, '-');
        int month = number(5, 7);
        expect(7, '-');
        int day = number(8, 10);
        expect(10, 'T');
        int hour = number(11, 13);
        expect(13, ':');
        int minute = number(14, 16);
        expect(16, ':');
        int second = number(17, DATE_AND_TIME);
        int nanos = end == DATE_AND_TIME ? 0 : fraction(end);
        if (!regular || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        YearMonth of = YearMonth.of(year, month);
        if (!of.isValidDay(day)) {
            return null;
        }
        long days = of.atDay(day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second, nanos);
    }

    private int fraction(int end) {
        expect(DATE_AND_TIME, '.');
        int from = DATE_AND_TIME + 1;
        int digits = end - from;
        if (digits < 1 || digits > NANO_DIGITS) {
            regular = false;
            return 0;
        }
        int nanos = number(from, end);
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos - nanos % NANOS_PER_MICRO;
    }

    private int number(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            regular &= digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        return value;
    }

    private void expect(int place, char sign) {
        regular &= text.charAt(place) == sign;
    }
}
