package io.fieldgate.database;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table can be written: DOWN with cause and cure from the first failed attempt of one of its writers until it
 * succeeds. Threads: any number.
 */
final class TableHealth extends AbstractHealthCheck {
    private final Table table;
    private final Map<Object, Trouble> troubles = new LinkedHashMap<>();

    TableHealth(Table table) {
        super("fieldgate", "database-" + table.name());
        this.table = table;
    }

    /**
     * A writer cannot write.
     *
     * @return whether that is news: no writer was in trouble of the kind
     */
    synchronized boolean down(Object writer, Trouble now) {
        boolean news = troubles.values().stream().noneMatch(known -> known.fault() == now.fault());
        troubles.put(writer, now);
        return news;
    }

    /**
     * A writer has written.
     *
     * @return what it was in when it was the last one in trouble; null when it was not, or others still are
     */
    synchronized @Nullable Trouble up(Object writer) {
        @Nullable Trouble past = troubles.remove(writer);
        return troubles.isEmpty() ? past : null;
    }

    /** What a writer is in; null when it writes. */
    synchronized @Nullable Trouble trouble(Object writer) {
        return troubles.get(writer);
    }

    /** What the operator should look at: before all what waits for a person. */
    private synchronized @Nullable Trouble worst() {
        return troubles.values().stream()
                .max(Comparator.comparing(Trouble::fault, Comparator.comparing(fault -> fault == Fault.SYSTEMIC)))
                .orElse(null);
    }

    /** A restart of the gateway does not bring a database back. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("table", table.name());
        @Nullable Trouble now = worst();
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
