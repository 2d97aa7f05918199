package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a table is not written at the moment.
 *
 * @param fault transient or systemic
 * @param cause a sentence for the operator, without values of a payload
 * @param cure what the operator should do
 * @param since when it began
 */
record Trouble(Fault fault, String cause, String cure, Instant since) {
    static Trouble of(Throwable thrown, Dialect dialect, Table table, Instant since) {
        @Nullable Failure failure = Failure.in(thrown);
        if (failure != null && failure.cure() != null) {
            return new Trouble(Fault.SYSTEMIC, String.valueOf(failure.getMessage()), failure.cure(), since);
        }
        if (thrown instanceof SQLException sql) {
            boolean systemic = dialect.fault(sql) == Fault.SYSTEMIC;
            return new Trouble(
                    systemic ? Fault.SYSTEMIC : Fault.TRANSIENT,
                    dialect.reason(sql),
                    systemic
                            ? dialect.cure(table, sql)
                            : "Bring the database back; the gateway goes on by itself and loses nothing.",
                    since);
        }
        return new Trouble(
                Fault.TRANSIENT,
                "Unexpected " + thrown.getClass().getSimpleName() + " while writing",
                "Report this with the log; the gateway keeps the batch and tries again.",
                since);
    }
}
