package io.fieldgate.observe.live;

import io.fieldgate.observe.live.LiveEvent.Kind;
import io.fieldgate.observe.live.LiveEvent.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to see of the gateway, and who looks. Any thread. */
public final class Live {
    private static final int MOST_LISTENERS = 32;
    private static final int SHOWN_AT_FIRST = 50;

    private final List<LiveListener> listeners = new ArrayList<>();
    private final EventLog log = new EventLog();
    private final History history = new History();
    private @Nullable Tick newest;
    private boolean over;

    /**
     * Begins to show it.
     *
     * @param after the id of the event that was seen last; null for the newest events and what comes
     * @return who is to be closed by the caller; null when too many look already, or the gateway stops
     */
    public synchronized @Nullable LiveListener open(boolean ticks, boolean events, @Nullable Long after) {
        if (over || listeners.size() >= MOST_LISTENERS) {
            return null;
        }
        LiveListener listener = new LiveListener(ticks, events, this::forget);
        listener.put(after == null ? log.newest(SHOWN_AT_FIRST) : log.after(after));
        if (newest != null) {
            listener.put(newest);
        }
        listeners.add(listener);
        return listener;
    }

    private synchronized void forget(LiveListener gone) {
        listeners.remove(gone);
    }

    /** Something has happened. */
    public synchronized void event(Kind kind, Level level, @Nullable String route, String text, @Nullable String cure) {
        LiveEvent event = log.add(Instant.now(), kind, level, route, text, cure);
        listeners.forEach(listener -> listener.put(List.of(event)));
    }

    synchronized void tick(Tick tick) {
        newest = tick;
        history.add(tick);
        listeners.forEach(listener -> listener.put(tick));
    }

    synchronized long lastEvent() {
        return log.last();
    }

    /** The last events, the newest first. */
    public synchronized List<LiveEvent> events(int most) {
        List<LiveEvent> newestFirst = new ArrayList<>(log.newest(most));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /**
     * What was.
     *
     * @param fine the last 15 minutes by the second; else the last day by the minute
     * @param route null for all
     */
    public synchronized HistoryView history(boolean fine, @Nullable String route) {
        return history.view(fine, route);
    }

    /** Whoever comes is shown it, also after an end. */
    synchronized void begin() {
        over = false;
    }

    /** Nobody is shown anything any more, whoever comes neither: a page comes again as soon as it was sent away. */
    void closeAll() {
        List<LiveListener> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(listeners);
        }
        all.forEach(LiveListener::close);
    }
}
