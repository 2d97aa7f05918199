package io.fieldgate.bridge.redis;

import java.util.List;

/**
 * How many messages to ask Redis for in one go. It gives as many as it is asked for, whatever their size, in an answer that is in
 * memory as a whole: so few at first, and twice as many each time while they turn out to be small. Used by one thread.
 */
final class Portion {
    static final int FIRST = 16;
    /** Should the next be large, they are so many of these. A million of 200 bytes were read no faster by 4,000 at a time. */
    static final int MOST = 128;
    /** Of those whose size is known. */
    static final int BYTES = 4 * 1024 * 1024;

    private int next = FIRST;
    private long bytes;

    /** A read begins. */
    void begin() {
        bytes = 0;
    }

    /**
     * How many to ask for, 1 at least.
     *
     * @param most that have room
     */
    int of(long most) {
        return (int) Math.max(1, Math.min(most, next));
    }

    /**
     * Learns how large those are that have come.
     *
     * @param asked how many were asked for
     */
    void came(int asked, List<Integer> sizes) {
        if (sizes.isEmpty()) {
            return;
        }
        int largest = 1;
        for (int size : sizes) {
            largest = Math.max(largest, size);
            bytes += size;
        }
        int fit = Math.max(1, BYTES / largest);
        // With little room few are asked for, which says nothing against more.
        next = Math.min(Math.min(MOST, fit), asked < next ? next : 2 * next);
    }

    /** Whether the read may go on, after those that have come in it. */
    boolean goesOn() {
        return bytes < BYTES;
    }
}
