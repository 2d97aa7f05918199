package io.fieldgate.observe.live;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator may want to know of.
 *
 * @param id grows by one with each; begins anew with the gateway
 * @param route null when it concerns all
 * @param cure what helps; null when nothing need be done
 */
public record LiveEvent(
        long id,
        Instant at,
        Kind kind,
        Level level,
        @Nullable String route,
        String text,
        @Nullable String cure) implements LiveItem {
    /** What it is about. */
    public enum Kind {
        ROUTE,
        RELOAD,
        KAFKA,
        DATABASE,
        DISK,
        ALERTS,
        GATEWAY;

        /** As people write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How bad it is. */
    public enum Level {
        INFO,
        WARNING,
        ERROR;

        /** As people write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
