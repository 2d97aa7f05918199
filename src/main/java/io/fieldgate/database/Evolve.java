package io.fieldgate.database;

/** What happens to an existing table that lacks columns of its configuration. */
public enum Evolve {
    /** Nothing: writing waits, and health names the statements that add them. */
    NONE,
    /** They are added, nullable; columns of the key never are, because rows would have no value for them. */
    ADD_COLUMNS
}
