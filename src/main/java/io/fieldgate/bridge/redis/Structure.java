package io.fieldgate.bridge.redis;

import java.util.Locale;

/** What of Redis messages stand in. */
enum Structure {
    /** An append-only log with consumer groups, since Redis 5. */
    STREAM,
    /** A queue. */
    LIST,
    /** What nobody listens to is gone. */
    CHANNEL;

    /** As it stands in a URI. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
