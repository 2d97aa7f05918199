package io.fieldgate.alert;

import io.fieldgate.message.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a rule keeps its state for, in place of the device: what an expression gives of a reading.
 *
 * @param mark stands for the expression where its whole text would be too long
 */
record RuleKey(Expression expression, String mark) {
    /** Characters; it stands in every state, and in every record that is sorted by it. */
    static final int LONGEST = 256;

    private static final int MARK_DIGITS = 12;
    /** Beyond it not every whole number is a double. */
    private static final double LARGEST_WHOLE = 1L << 53;

    static RuleKey of(Expression expression) {
        return new RuleKey(expression, Sha256.hex(expression.toString()).substring(0, MARK_DIGITS));
    }

    String text() {
        return expression.toString();
    }

    /**
     * The key of a reading.
     *
     * @throws Expression.Fault saying why it has none
     */
    String of(Reading reading) {
        Object value = expression.value(new Variables("", reading.key(), reading, null));
        if (value == null) {
            throw fault("the message does not have what it asks for");
        }
        String key = text(value);
        if (key == null) {
            throw fault("it gave a " + value.getClass().getSimpleName() + ", and not a text, a number, true or false");
        }
        if (key.isEmpty()) {
            throw fault("it gave an empty text");
        }
        if (key.length() > LONGEST) {
            throw fault("it gave a text of more than " + LONGEST + " characters");
        }
        return key;
    }

    private Expression.Fault fault(String why) {
        return new Expression.Fault("'" + text() + "' gives no key: " + why, null);
    }

    /** Null when it is none that can be a key. A line 3 of JSON is a double, and people call it 3. */
    private static @Nullable String text(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value.toString();
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            return null;
        }
        double exact = number.doubleValue();
        return exact == Math.rint(exact) && Math.abs(exact) <= LARGEST_WHOLE
                ? Long.toString((long) exact)
                : number.toString();
    }
}
