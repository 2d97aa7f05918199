package io.fieldgate.observe;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads details that health checks tell. */
public final class HealthDetails {
    private HealthDetails() {}

    public static @Nullable String text(@Nullable Object detail) {
        return detail == null ? null : detail.toString();
    }

    /** Null when it is no moment. */
    public static @Nullable Instant moment(@Nullable Object detail) {
        try {
            return detail == null ? null : Instant.parse(detail.toString());
        } catch (DateTimeException other) {
            return null;
        }
    }
}
