package io.fieldgate.database;

/** The contract on an H2 file in PostgreSQL mode, as the demo uses it. */
class H2PostgresModeTest extends H2DatabaseTest {
    @Override
    String mode() {
        return ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    }
}
