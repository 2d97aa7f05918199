package io.fieldgate.message;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages that go through a route in one exchange, as the body of its message: in the order of their receipt, each with
 * headers and a fate of its own. A source makes one only for a route that leads straight to a {@link BatchSink}, so no step
 * ever sees it, and a {@link Bystander} changes nothing of it. The exchange ends after every entry was told its fate, and
 * fails when one has failed.
 */
public final class Batch {
    private final List<? extends Entry> entries;
    private final Map<Entry, Throwable> failures = new ConcurrentHashMap<>();
    private volatile boolean taken;

    /** @param entries in the order of their receipt; not changed any more */
    public Batch(List<? extends Entry> entries) {
        this.entries = entries;
    }

    /**
     * What its sink asks for, which from then on tells each entry its fate, whatever becomes of the exchange: by
     * {@link Entry#stored()}, or {@link #failed}.
     */
    public List<? extends Entry> take() {
        taken = true;
        return entries;
    }

    /** What a {@link Bystander} sees of it. */
    public List<? extends Entry> look() {
        return entries;
    }

    /** How many messages it is. */
    public int size() {
        return entries.size();
    }

    /** Whether it has come to its sink. */
    public boolean isTaken() {
        return taken;
    }

    /** The sink tells an entry that it failed, and whoever looks later. Any thread. */
    public void failed(Entry entry, Throwable cause) {
        failures.put(entry, cause);
        entry.failed(cause);
    }

    /** Why an entry failed on this way through the route; null when it did not, or nobody has said yet. Any thread. */
    public @Nullable Throwable failure(Entry entry) {
        return failures.get(entry);
    }

    /** One message, which is told exactly once what became of it, on any thread. */
    public interface Entry {
        /** Not to be changed, and to be read before those of another entry are asked for. */
        Map<String, Object> headers();

        /** The same in a map of the caller's own. Any thread. */
        Map<String, Object> ownHeaders();

        byte[] body();

        void stored();

        void failed(Throwable cause);
    }
}
