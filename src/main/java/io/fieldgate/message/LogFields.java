package io.fieldgate.message;

/** Names of what log events say besides their text; structured logs have them as fields. */
public final class LogFields {
    /** The id of the route, called as Camel calls it. */
    public static final String ROUTE = "camel.routeId";
    /** The trace of the message, 32 hexadecimal digits. */
    public static final String TRACE = "trace.id";
    /** What of the trace is being done, 16 hexadecimal digits. */
    public static final String SPAN = "span.id";

    private LogFields() {}
}
