package io.fieldgate.bridge;

import java.util.List;

/**
 * How many messages to ask for at a time: as many as have room by their number, and by their bytes as far as the sizes of those
 * before tell. A neighbour that is asked for messages gives them whatever their size. Used by one thread.
 */
final class ReadSize {
    /** More would keep the first of them waiting for the last; with fewer, small batches go to Kafka. */
    static final int MOST = 4_000;

    /** Bytes of the messages that nobody has seen yet. */
    static final int UNKNOWN = 32 * 1024;

    private static final int FORGETTING = 8;

    /** Bytes of the largest that have come lately. */
    private int large = UNKNOWN;

    /** How many to ask for, 1 at least. */
    int of(int room, long roomBytes) {
        return (int) Math.max(1, Math.min(Math.min(room, MOST), roomBytes / large));
    }

    /** Learns of messages that have come. */
    void came(List<Arrival> messages) {
        int largest = 1;
        for (Arrival message : messages) {
            largest = Math.max(largest, message.body().length);
        }
        large = Math.max(largest, large - large / FORGETTING);
    }
}
