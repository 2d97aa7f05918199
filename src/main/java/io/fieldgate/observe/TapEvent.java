package io.fieldgate.observe;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message at a step of its route.
 *
 * @param step the id of the step
 * @param entering true: before the first step; false: after the step
 * @param message tells messages apart
 * @param device null when nothing is known of it
 * @param body null when there is none
 * @param failure why the step failed; null when it did not
 */
public record TapEvent(
        Instant at,
        String step,
        boolean entering,
        String message,
        @Nullable String device,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String failure) {}
