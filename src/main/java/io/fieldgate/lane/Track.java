package io.fieldgate.lane;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The messages of a lane that are on their way, in their order. Used by the lane's thread, unless a method says otherwise. */
final class Track {
    private final int capacity;
    private final long maxBytes;
    private final ArrayDeque<Passage> passages = new ArrayDeque<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile long oldest;
    private long bytes;

    /**
     * @param capacity messages on their way
     * @param maxBytes of them together; an empty track takes some of any size
     */
    Track(int capacity, long maxBytes) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    boolean hasRoom(int messages, long size) {
        return passages.isEmpty() || (passages.size() + messages <= capacity && bytes + size <= maxBytes);
    }

    /** How many have room, by their number and the bytes of those that are here. */
    int room() {
        return roomBytes() == 0 ? 0 : capacity - passages.size();
    }

    /** How many more bytes have room. */
    long roomBytes() {
        return Math.max(0, maxBytes - bytes);
    }

    void clear() {
        passages.clear();
        bytes = 0;
        oldest = 0;
        inside.lazySet(0);
    }

    void add(Passage passage) {
        if (passages.isEmpty()) {
            oldest = passage.at();
        }
        passages.addLast(passage);
        bytes += passage.size();
        inside.lazySet(passages.size());
    }

    /**
     * Lets those leave that are stored or dead-lettered, up to the first that is not.
     *
     * @return how many
     */
    int release(Consumer<Passage> each) {
        int released = 0;
        Passage head = passages.peekFirst();
        while (head != null && head.hasEnded()) {
            passages.removeFirst();
            bytes -= head.size();
            each.accept(head);
            released++;
            head = passages.peekFirst();
        }
        oldest = head == null ? 0 : head.at();
        inside.lazySet(passages.size());
        return released;
    }

    /** Looks how many are in the route, or on the way to the dead letters; the others have failed and wait. */
    int countInside() {
        int count = 0;
        for (Passage passage : passages) {
            if (passage.state() == Passage.State.INSIDE) {
                count++;
            }
        }
        inside.lazySet(count);
        return count;
    }

    List<Passage> failed() {
        return passages.stream()
                .filter(passage -> passage.state() == Passage.State.FAILED)
                .toList();
    }

    int size() {
        return passages.size();
    }

    boolean isEmpty() {
        return passages.isEmpty();
    }

    /** How many are in the route, or on the way to the dead letters, when last counted. Any thread. */
    int inside() {
        return inside.get();
    }

    /** Since when the oldest is on its way, in milliseconds since 1970; 0 when there is none. Any thread. */
    long oldest() {
        return oldest;
    }
}
