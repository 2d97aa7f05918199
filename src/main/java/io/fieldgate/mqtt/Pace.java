package io.fieldgate.mqtt;

import java.util.concurrent.TimeUnit;

/**
 * Whether messages come so densely that waiting a moment for more of them saves work. Fewer than that are passed on one
 * by one: then the time of each counts, and there is processor time to spare. Belongs to one thread.
 */
final class Pace {
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** In a span: 4,000 messages a second. */
    private static final int DENSE = 80;

    private long since;
    private int count;
    private boolean dense;

    /**
     * Counts messages.
     *
     * @param now as {@link System#nanoTime()}
     * @return whether the span before the present one was dense
     */
    boolean isDense(int messages, long now) {
        long passed = now - since;
        if (passed >= SPAN_NANOS) {
            // After a pause the last span says nothing any more.
            dense = count >= DENSE && passed < 2 * SPAN_NANOS;
            since = now;
            count = 0;
        }
        count += messages;
        return dense;
    }
}
