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

    @Test
    void anErrorWithoutAStateIsWaitedFor() {
        assertThat(new PostgresDialect().fault(new SQLException("?"))).isEqualTo(Fault.TRANSIENT);
    }

    @Test
    void seesTheReasonBehindAPoolsTimeOut() {
        SQLException wrong = new SQLException("password authentication failed", "28P01");
        SQLException timeOut = new SQLTransientConnectionException("request timed out", null, wrong);

        assertThat(new PostgresDialect().fault(timeOut)).isEqualTo(Fault.SYSTEMIC);
        assertThat(Dialect.reason(timeOut)).isEqualTo("password authentication failed (SQLSTATE 28P01)");
    }

    @Test
    void shortensTheDatabasesWordsAndLeavesTheStatementOut() {
        SQLException thrown = new SQLException("x".repeat(500) + "; SQL statement:\nMERGE INTO", "22001");

        assertThat(Dialect.reason(thrown)).hasSizeLessThan(250).doesNotContain("MERGE");
    }

    @Test
    void theBackOffDoublesFromThreeTenthsOfASecondToThirtySeconds() {
        assertThat(Database.BACKOFF.after(1)).isBetween(Duration.ofMillis(240), Duration.ofMillis(360));
        assertThat(Database.BACKOFF.after(3)).isBetween(Duration.ofMillis(960), Duration.ofMillis(1440));
        assertThat(Database.BACKOFF.after(1000)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
    }
}
