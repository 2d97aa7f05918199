package io.fieldgate.database;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Whether a table can be written: DOWN with cause and cure from the first failed attempt until one succeeds. */
final class TableHealth extends AbstractHealthCheck {
    private final Table table;
    private volatile @Nullable Trouble trouble;

    TableHealth(Table table) {
        super("fieldgate", "database-" + table.name());
        this.table = table;
    }

    void down(Trouble now) {
        trouble = now;
    }

    void up() {
        trouble = null;
    }

    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /** A restart of the gateway does not bring a database back. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("table", table.name());
        @Nullable Trouble now = trouble;
        if (now == null) {
            builder.up();
            return;
        }
        builder.message("Table '" + table.name() + "' is not written: " + now.cause())
                .detail("kind", now.fault().name())
                .detail("cause", now.cause())
                .detail("cure", now.cure())
                .detail("since", now.since().toString())
                .down();
    }
}
