package io.fieldgate.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.message.Utf8;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Turns parts of a message into the values of a {@link Row}. JSON is taken at its word: a text is never read as a
 * number. Record keys and headers have no types, so their text is read. Everything else is an
 * {@code IllegalArgumentException} that says in a few words what is allowed.
 */
final class Values {
    /** Numbers below are seconds (until the year 5138), others milliseconds (from the year 1973). */
    private static final BigDecimal SECONDS_BELOW = new BigDecimal("1e11");

    private static final BigDecimal MILLIS_BELOW = new BigDecimal("1e14");
    private static final BigDecimal MICROS_PER_SECOND = new BigDecimal("1e6");
    private static final BigDecimal MICROS_PER_MILLI = new BigDecimal("1e3");
    private static final int MAX_EXPONENT = 400;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final String WHOLE = "a whole number of 64 bits";
    private static final String TIME =
            "a time of the years 1 to 9999 as ISO 8601 text or as seconds or milliseconds since 1970";

    private Values() {}

    static Object ofJson(ColumnType type, JsonNode node) {
        return switch (type) {
            case TEXT -> {
                require(node.isValueNode(), "a text, number or boolean");
                yield whole(node.asText());
            }
            case DOUBLE -> {
                require(node.isNumber(), "a number");
                yield finite(node.doubleValue());
            }
            case LONG -> {
                require(node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong(), WHOLE);
                yield node.longValue();
            }
            case BOOLEAN -> {
                require(node.isBoolean(), "true or false");
                yield node.booleanValue();
            }
            case TIMESTAMP -> {
                require(node.isNumber() || node.isTextual(), TIME);
                yield node.isNumber() ? epoch(number(node.asText(), TIME)) : iso(node.textValue());
            }
            case JSON -> whole(node.toString());
        };
    }

    static Object ofText(ColumnType type, String text) {
        return switch (type) {
            case TEXT -> whole(text);
            case DOUBLE -> finite(number(text, "a number").doubleValue());
            case LONG -> {
                try {
                    yield number(text, WHOLE).longValueExact();
                } catch (ArithmeticException e) {
                    throw new IllegalArgumentException(WHOLE, e);
                }
            }
            case BOOLEAN -> {
                require(text.equals("true") || text.equals("false"), "true or false");
                yield text.equals("true");
            }
            case TIMESTAMP -> text.matches("-?[0-9.]+") ? epoch(number(text, TIME)) : iso(text);
            case JSON -> throw new IllegalArgumentException("a JSON pointer as its source");
        };
    }

    /** Half a surrogate pair has no UTF-8; a driver would store '?' in its place and make different keys equal. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                require(pair, "text of whole Unicode characters");
                i++;
            }
        }
        return text;
    }

    /** The text of bytes in UTF-8. */
    static String utf8(byte[] bytes) {
        String text = Utf8.text(bytes);
        if (text == null) {
            throw new IllegalArgumentException("text in UTF-8");
        }
        return text;
    }

    private static double finite(double value) {
        require(Double.isFinite(value), "a number of 64 bits");
        return value + 0.0; // makes -0.0 the 0.0 that databases take it for, or equal keys would look different
    }

    private static BigDecimal number(String text, String allowed) {
        try {
            BigDecimal number = new BigDecimal(text);
            // 1e999999999 is short to write and gigabytes to expand.
            require(Math.abs((long) number.precision() - number.scale()) <= MAX_EXPONENT, allowed);
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(allowed, e);
        }
    }

    private static Instant epoch(BigDecimal number) {
        BigDecimal size = number.abs();
        require(size.compareTo(MILLIS_BELOW) < 0, TIME);
        boolean seconds = size.compareTo(SECONDS_BELOW) < 0;
        long micros =
                number.multiply(seconds ? MICROS_PER_SECOND : MICROS_PER_MILLI).longValue();
        return inRange(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** A time without an offset is taken as UTC. */
    private static Instant iso(String text) {
        @Nullable Instant utc = UtcTime.of(text);
        if (utc != null) {
            return inRange(utc);
        }
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            Instant instant = time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
            return inRange(instant.truncatedTo(ChronoUnit.MICROS)); // what the databases keep
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(TIME, e);
        }
    }

    private static Instant inRange(Instant instant) {
        require(!instant.isBefore(FIRST) && !instant.isAfter(LAST), TIME);
        return instant;
    }

    private static void require(boolean satisfied, String allowed) {
        if (!satisfied) {
            throw new IllegalArgumentException(allowed);
        }
    }
}
