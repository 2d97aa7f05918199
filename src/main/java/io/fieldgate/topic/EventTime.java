package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads when something happened: ISO-8601 with an offset or {@code Z}, or a number of seconds, milliseconds, microseconds
 * or nanoseconds since 1970, told apart by its size.
 */
final class EventTime {
    /** Below: seconds until the year 5138; the same number of milliseconds is 1973. Each unit spans a factor of 1000. */
    private static final BigDecimal SECONDS = new BigDecimal("1e11");

    private static final BigDecimal MILLISECONDS = new BigDecimal("1e14");
    private static final BigDecimal MICROSECONDS = new BigDecimal("1e17");
    private static final BigDecimal NANOSECONDS = new BigDecimal("1e20");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}(\\.\\d{1,20})?([eE]\\+?\\d{1,2})?");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .toFormatter();

    private EventTime() {}

    /**
     * The time that an expression or header gave.
     *
     * @return milliseconds since 1970
     * @throws Failure of kind RECORD and code TIMESTAMP when it is unusable
     */
    static long of(@Nullable Object value) {
        if (value == null) {
            throw unusable("there is none", null);
        }
        if (value instanceof Date date) {
            return positive(date.toInstant().toEpochMilli());
        }
        return parse(value.toString().strip());
    }

    private static long parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return positive(milliseconds(new BigDecimal(text)));
        }
        try {
            return positive(OffsetDateTime.parse(text, ISO).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw unusable("'" + text.substring(0, Math.min(text.length(), 40)) + "' is none", null);
        }
    }

    private static long milliseconds(BigDecimal number) {
        int shift = 3;
        if (number.compareTo(NANOSECONDS) >= 0) {
            throw unusable("the number is too large", null);
        } else if (number.compareTo(MICROSECONDS) >= 0) {
            shift = -6;
        } else if (number.compareTo(MILLISECONDS) >= 0) {
            shift = -3;
        } else if (number.compareTo(SECONDS) >= 0) {
            shift = 0;
        }
        return number.movePointRight(shift).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static long positive(long milliseconds) {
        if (milliseconds <= 0) {
            throw unusable("it is not after 1970", null);
        }
        return milliseconds;
    }

    private static Failure unusable(String problem, @Nullable Throwable cause) {
        return Failure.rejected(
                "TIMESTAMP",
                "The message has no usable time, " + problem
                        + "; ISO-8601 with an offset or a number since 1970 is expected.",
                cause);
    }
}
