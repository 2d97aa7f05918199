package io.fieldgate.bench;

import java.util.Arrays;

/** What came in during one phase: when, and how long each message had taken. Written by the checker's thread. */
final class Phase {
    private final long[] latencies;
    private int count;
    private long first;
    private long last;

    Phase(int messages) {
        latencies = new long[messages];
    }

    synchronized void add(long publishedAt, long seenAt) {
        if (count == 0) {
            first = seenAt;
        }
        last = seenAt;
        if (count < latencies.length) {
            latencies[count++] = seenAt - publishedAt;
        }
    }

    /** Between the first record and the last. */
    synchronized double messagesPerSecond() {
        return messagesPerSecondSince(first);
    }

    /** The same, but from a moment on. */
    synchronized double messagesPerSecondSince(long start) {
        return count * 1e6 / (last - start);
    }

    /** In milliseconds. */
    synchronized double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[rank - 1] / 1e3;
    }
}
