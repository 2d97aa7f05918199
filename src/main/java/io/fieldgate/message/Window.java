package io.fieldgate.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages between receipt and acknowledgement, in order of receipt. Completions come in any order and from any
 * thread; what may be acknowledged leaves from the head only, in runs (MQTT 5, 4.6; a Kafka offset says the same).
 *
 * @param <T> what the source needs to acknowledge one message
 */
public final class Window<T> {
    private final int capacity;
    private final ArrayDeque<Slot<T>> slots = new ArrayDeque<>();

    /** @param capacity the most messages it holds */
    public Window(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a window holds at least one message, not " + capacity);
        }
        this.capacity = capacity;
    }

    /** One message in the window. */
    public static final class Slot<T> {
        private final T message;
        private final long since;
        private boolean completed;

        private Slot(T message, long since) {
            this.message = message;
            this.since = since;
        }

        public T message() {
            return message;
        }
    }

    /**
     * Adds a message at the tail.
     *
     * @param now milliseconds since 1970, for {@link #oldest()}
     * @return its slot, or null when the window is full
     */
    public synchronized @Nullable Slot<T> add(T message, long now) {
        if (slots.size() >= capacity) {
            return null;
        }
        Slot<T> slot = new Slot<>(message, now);
        slots.addLast(slot);
        return slot;
    }

    /**
     * Marks a message as done.
     *
     * @return true when it stood at the head, that is when {@link #release()} has something to give
     */
    public synchronized boolean complete(Slot<T> slot) {
        slot.completed = true;
        return slots.peekFirst() == slot;
    }

    /** Removes and returns the completed run at the head, in order of receipt; empty when the head is not done. */
    public synchronized List<T> release() {
        List<T> run = new ArrayList<>();
        while (!slots.isEmpty() && slots.getFirst().completed) {
            run.add(slots.removeFirst().message);
        }
        return run;
    }

    /**
     * The last message of the run at the head that would be done if these were.
     *
     * @param also slots, known by their identity
     * @return null when the head would not be done
     */
    public synchronized @Nullable T reach(Set<?> also) {
        T last = null;
        for (Slot<T> slot : slots) {
            if (!slot.completed && !also.contains(slot)) {
                return last;
            }
            last = slot.message;
        }
        return last;
    }

    /** Forgets everything; late completions of forgotten slots do nothing. */
    public synchronized void clear() {
        slots.clear();
    }

    public synchronized int size() {
        return slots.size();
    }

    /** When the oldest message in the window was added, in milliseconds since 1970; 0 when the window is empty. */
    public synchronized long oldest() {
        Slot<T> head = slots.peekFirst();
        return head == null ? 0 : head.since;
    }
}
