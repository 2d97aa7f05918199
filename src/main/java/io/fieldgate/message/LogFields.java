package io.fieldgate.message;

/** Names of what log events say besides their text; structured logs have them as fields. */
public final class LogFields {
    /**
     * The route that a log event of the gateway is about. Not called {@code camel.routeId}, which is the route whose step the
     * thread is in: an event may have both, and one that had a name twice could not be written.
     */
    public static final String ROUTE = "fieldgate.route";

    private LogFields() {}
}
