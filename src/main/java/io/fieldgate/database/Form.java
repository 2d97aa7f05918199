package io.fieldgate.database;

/** How many rows a message becomes. */
public enum Form {
    /** One, with a column for each field. */
    WIDE,
    /** One for each number of the payload, with its name in {@code metric} and itself in {@code value}. */
    LONG
}
