package io.fieldgate.observe.live;

import io.fieldgate.observe.live.LiveEvent.Kind;
import io.fieldgate.observe.live.LiveEvent.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last events. Used under the lock of its owner. */
final class EventLog {
    static final int MOST = 500;

    private final Deque<LiveEvent> events = new ArrayDeque<>();
    private long last;

    LiveEvent add(Instant at, Kind kind, Level level, @Nullable String route, String text, @Nullable String cure) {
        LiveEvent event = new LiveEvent(++last, at, kind, level, route, text, cure);
        events.addLast(event);
        if (events.size() > MOST) {
            events.removeFirst();
        }
        return event;
    }

    long last() {
        return last;
    }

    /** The newest of them, oldest first. */
    List<LiveEvent> newest(int most) {
        List<LiveEvent> all = new ArrayList<>(events);
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /** Those that came after one, oldest first; of a gateway that was started again, all. */
    List<LiveEvent> after(long id) {
        return events.stream().filter(event -> id > last || event.id() > id).toList();
    }
}
