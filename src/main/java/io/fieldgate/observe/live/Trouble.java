package io.fieldgate.observe.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not well.
 *
 * @param what for example {@code route plant-a}, {@code kafka}, {@code table telemetry}
 * @param route null when it concerns all
 * @param cure what helps; null when time will
 */
public record Trouble(
        String what,
        LiveEvent.Kind kind,
        @Nullable String route,
        String cause,
        @Nullable String cure,
        @Nullable Instant since) {}
