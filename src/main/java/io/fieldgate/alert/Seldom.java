package io.fieldgate.alert;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Warns of the same thing once a minute at most, and says how often it has happened since. Thread-safe. */
final class Seldom {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    private static final class Said {
        private boolean ever;
        private long at;
        private long unsaid;
    }

    Seldom(Logger log) {
        this.log = log;
    }

    /** @param thing one of few */
    void warn(String thing, String message) {
        Said last = said.computeIfAbsent(thing, name -> new Said());
        long unsaid;
        synchronized (last) {
            long now = System.nanoTime();
            if (last.ever && now - last.at < PAUSE_NANOS) {
                last.unsaid++;
                return;
            }
            unsaid = last.unsaid;
            last.ever = true;
            last.at = now;
            last.unsaid = 0;
        }
        log.warn("{}{}", message, unsaid == 0 ? "" : " (" + unsaid + " more like this in the minute before)");
    }
}
