package io.fieldgate.alert;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which device is to be looked at when. A moment that moves into the future, as it does with every reading of a device
 * that may go silent, costs one look at a map; the order is made good when the old moment has come. Not thread-safe.
 */
final class Deadlines {
    /** Of a device whose state was found at the start and has not been looked at yet. */
    static final long UNSEEN = Long.MIN_VALUE;

    private final Map<Bytes, Slot> slots = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    /** A device at a moment. */
    record Due(long at, Bytes device) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    private static final class Slot {
        /** When it is to be looked at. */
        long at;
        /** Under which moment the queue has it; entries of other moments do not count. */
        long queued = Kind.NEVER;
    }

    void unseen(Bytes device) {
        set(device, UNSEEN);
    }

    boolean isUnseen(Bytes device) {
        Slot slot = slots.get(device);
        return slot != null && slot.at == UNSEEN;
    }

    /** Replaces what was set before; {@link Kind#NEVER} for no moment. */
    void set(Bytes device, long at) {
        Slot slot = slots.get(device);
        if (slot == null) {
            if (at == Kind.NEVER) {
                return;
            }
            slot = new Slot();
            slots.put(device, slot);
        }
        slot.at = at;
        if (at < slot.queued) {
            slot.queued = at;
            queue.add(new Due(at, device));
        }
    }

    /** Takes out a device whose moment is not after {@code now}; null when there is none. */
    @Nullable
    Due poll(long now) {
        while (!queue.isEmpty() && queue.peek().at() <= now) {
            Due due = queue.remove();
            Slot slot = slots.get(due.device());
            if (slot == null || slot.queued != due.at()) {
                continue;
            }
            slot.queued = Kind.NEVER;
            if (slot.at <= now) {
                slots.remove(due.device());
                return new Due(slot.at, due.device());
            }
            if (slot.at == Kind.NEVER) {
                slots.remove(due.device());
            } else {
                set(due.device(), slot.at);
            }
        }
        return null;
    }

    /** Devices that have a moment, or had one that has not passed yet. */
    int size() {
        return slots.size();
    }
}
