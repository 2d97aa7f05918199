package io.fieldgate.database;

/**
 * The types of columns; each dialect has its own name for them. In a {@link Row} a value is a {@code String} for
 * {@code TEXT} and {@code JSON}, a {@code Double}, {@code Long}, {@code Boolean}, or an {@code Instant} of whole
 * microseconds for {@code TIMESTAMP}.
 */
public enum ColumnType {
    TEXT,
    DOUBLE,
    LONG,
    BOOLEAN,
    TIMESTAMP,
    JSON
}
