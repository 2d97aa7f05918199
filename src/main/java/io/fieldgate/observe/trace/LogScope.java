package io.fieldgate.observe.trace;

import io.fieldgate.message.Traceparent;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What the log events of a thread belong to, until it is closed. */
final class LogScope implements AutoCloseable {
    /** As Camel calls it. */
    private static final String ROUTE = "camel.routeId";
    /** As the Elastic Common Schema calls them. */
    private static final String TRACE = "trace.id";

    private static final String SPAN = "span.id";

    private final Thread owner = Thread.currentThread();
    private final @Nullable String route = MDC.get(ROUTE);
    private final @Nullable String trace = MDC.get(TRACE);
    private final @Nullable String span = MDC.get(SPAN);
    private boolean open = true;

    private LogScope() {}

    /** @param traceparent a valid one */
    static LogScope open(@Nullable String route, @Nullable String traceparent) {
        LogScope before = new LogScope();
        set(ROUTE, route);
        set(TRACE, traceparent == null ? null : Traceparent.trace(traceparent));
        set(SPAN, traceparent == null ? null : Traceparent.span(traceparent));
        return before;
    }

    /** What was before is so again. Another thread than that which opened it may call this, and then nothing happens. */
    @Override
    public void close() {
        if (Thread.currentThread() == owner && open) {
            open = false;
            set(ROUTE, route);
            set(TRACE, trace);
            set(SPAN, span);
        }
    }

    private static void set(String field, @Nullable String value) {
        if (value == null) {
            MDC.remove(field);
        } else {
            MDC.put(field, value);
        }
    }
}
