package io.fieldgate.database;

/** What a database's refusal means. */
enum Fault {
    /** Connection, deadlock, lock time-out, disk full, fail-over: the same transaction will succeed later. */
    TRANSIENT,
    /** A value or a constraint: one or more rows of the batch will never be stored. */
    ROW,
    /** Missing table, column, privilege, wrong password: nothing passes before a person has acted. */
    SYSTEMIC
}
