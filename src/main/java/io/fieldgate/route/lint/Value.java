package io.fieldgate.route.lint;

/**
 * A text in a route, with its place: that of a template's parameter when it came from one.
 *
 * @param borrowed whether it came from a parameter, so that columns inside it cannot be counted
 */
record Value(String text, Place place, boolean borrowed) {
    /** Whether only the running gateway knows it. */
    boolean isVariable() {
        return text.contains("{{");
    }

    /** A part of it. */
    Value part(int from, int to) {
        return new Value(text.substring(from, to), borrowed ? place : place.plus(from), borrowed);
    }
}
