package io.fieldgate.message;

import java.util.regex.Pattern;

/** The header of W3C Trace Context, {@code version-trace-parent-flags}, all of it small hexadecimal digits. */
public final class Traceparent {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    /** Characters of a {@code tracestate}, which goes with it, that are handed on at least (W3C Trace Context, 3.3.1.5). */
    public static final int LONGEST_STATE = 512;

    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    private Traceparent() {}

    /** Whether a text has its form; anybody may send any. */
    public static boolean isOne(String text) {
        return text.length() == FLAGS + 2 && FORM.matcher(text).matches();
    }

    /**
     * The trace.
     *
     * @param traceparent for which {@link #isOne} holds
     */
    public static String trace(String traceparent) {
        return traceparent.substring(TRACE, SPAN - 1);
    }

    /**
     * The span that is the parent of what comes.
     *
     * @param traceparent for which {@link #isOne} holds
     */
    public static String span(String traceparent) {
        return traceparent.substring(SPAN, FLAGS - 1);
    }
}
