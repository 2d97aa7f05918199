package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
    @ParameterizedTest
    @CsvSource({
        "08001, TRANSIENT",
        "08006, TRANSIENT",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "53100, TRANSIENT",
        "53300, TRANSIENT",
        "55P03, TRANSIENT",
        "57014, TRANSIENT",
        "57P01, TRANSIENT",
        "57P03, TRANSIENT",
        "25006, TRANSIENT",
        "XX000, TRANSIENT",
        "22001, ROW",
        "22003, ROW",
        "22021, ROW",
        "22P02, ROW",
        "22P05, ROW",
        "23502, ROW",
        "23503, ROW",
        "23505, ROW",
        "23514, ROW",
        "21000, ROW",
        "54000, ROW",
        "P0001, ROW",
        "42P01, SYSTEMIC",
        "42703, SYSTEMIC",
        "42501, SYSTEMIC",
        "28000, SYSTEMIC",
        "28P01, SYSTEMIC",
        "3D000, SYSTEMIC",
        "3F000, SYSTEMIC",
    })
    void sortsTheErrorsOfPostgres(String state, Fault fault) {
        assertThat(new PostgresDialect().fault(new SQLException("", state))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "08000, TRANSIENT",
        "40001, TRANSIENT",
        "HYT00, TRANSIENT",
        "57014, TRANSIENT",
        "90020, TRANSIENT",
        "90067, TRANSIENT",
        "90098, TRANSIENT",
        "90121, TRANSIENT",
        "90131, TRANSIENT",
        "90135, TRANSIENT",
        "22001, ROW",
        "22018, ROW",
        "23502, ROW",
        "23513, ROW",
        "42S02, SYSTEMIC",
        "42S22, SYSTEMIC",
        "28000, SYSTEMIC",
        "90096, SYSTEMIC",
        "90030, SYSTEMIC",
    })
    void sortsTheErrorsOfH2(String state, Fault fault) {
        assertThat(new H2Dialect().fault(new SQLException("", state))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "5, BUSY, TRANSIENT",
        "6, LOCKED, TRANSIENT",
        "10, IOERR, TRANSIENT",
        "13, FULL, TRANSIENT",
        "14, CANTOPEN, TRANSIENT",
        "18, TOOBIG, ROW",
        "19, CONSTRAINT, ROW",
        "20, MISMATCH, ROW",
        "1, no such table: t, SYSTEMIC",
        "1, no such column: c, SYSTEMIC",
        "8, READONLY, SYSTEMIC",
        "26, NOTADB, SYSTEMIC",
    })
    void sortsTheErrorsOfSqlite(int code, String message, Fault fault) {
        assertThat(new SqliteDialect().fault(new SQLException(message, null, code)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1021, HY000, disk full, TRANSIENT",
        "1114, HY000, table full, TRANSIENT",
        "1205, HY000, lock wait time-out, TRANSIENT",
        "1213, 40001, deadlock, TRANSIENT",
        "1290, HY000, read-only after a fail-over, TRANSIENT",
        "1927, 70100, connection killed, TRANSIENT",
        "0, 08000, connection, TRANSIENT",
        "1264, 22003, out of range, ROW",
        "1366, HY000, no such character, ROW",
        "1406, 22001, too long, ROW",
        "1048, 23000, null, ROW",
        "3819, HY000, check of MySQL, ROW",
        "4025, 23000, check of MariaDB, ROW",
        "1045, 28000, access denied, SYSTEMIC",
        "1049, 42000, no such database, SYSTEMIC",
        "1054, 42S22, no such column, SYSTEMIC",
        "1142, 42000, no right, SYSTEMIC",
        "1146, 42S02, no such table, SYSTEMIC",
    })
    void sortsTheErrorsOfMariaDbAndMySql(int code, String state, String message, Fault fault) {
        assertThat(new MariaDbDialect().fault(new SQLException(message, state, code)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1205, 40001, deadlock, TRANSIENT",
        "1222, S0051, lock time-out, TRANSIENT",
        "9002, S0002, log full, TRANSIENT",
        "1105, S0002, disk full, TRANSIENT",
        "0, 08S01, connection, TRANSIENT",
        "2628, S0001, too long, ROW",
        "8115, S0002, overflow, ROW",
        "2627, 23000, duplicate, ROW",
        "547, 23000, check, ROW",
        "208, S0002, no such table, SYSTEMIC",
        "207, S0001, no such column, SYSTEMIC",
        "229, S0005, no right, SYSTEMIC",
        "4060, S0001, no such database, SYSTEMIC",
        "18456, S0001, login, SYSTEMIC",
    })
    void sortsTheErrorsOfSqlServer(int code, String state, String message, Fault fault) {
        assertThat(new SqlServerDialect().fault(new SQLException(message, state, code)))
                .isEqualTo(fault);
    }

    @Test
    void anErrorWithoutAStateIsWaitedFor() {
        assertThat(new PostgresDialect().fault(new SQLException("?"))).isEqualTo(Fault.TRANSIENT);
    }

    @Test
    void seesTheReasonBehindAPoolsTimeOut() {
        SQLException wrong = new SQLException("password authentication failed", "28P01");
        SQLException timeOut = new SQLTransientConnectionException("request timed out", null, wrong);

        assertThat(new PostgresDialect().fault(timeOut)).isEqualTo(Fault.SYSTEMIC);
        assertThat(new PostgresDialect().reason(timeOut)).isEqualTo("password authentication failed (SQLSTATE 28P01)");
    }

    @Test
    void shortensTheDatabasesWordsAndLeavesTheStatementOut() {
        SQLException thrown = new SQLException("x".repeat(500) + "; SQL statement:\nMERGE INTO", "22001");

        assertThat(new H2Dialect().reason(thrown)).hasSizeLessThan(250).doesNotContain("MERGE");
    }

    @Test
    void theBackOffDoublesFromThreeTenthsOfASecondToThirtySeconds() {
        assertThat(Database.BACKOFF.after(1)).isBetween(Duration.ofMillis(240), Duration.ofMillis(360));
        assertThat(Database.BACKOFF.after(3)).isBetween(Duration.ofMillis(960), Duration.ofMillis(1440));
        assertThat(Database.BACKOFF.after(1000)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
    }
}
