package io.fieldgate.notify;

import org.jspecify.annotations.Nullable;

/** A record of a compacted topic; a null value takes the key away. */
record Entry(String key, byte @Nullable [] value) {}
