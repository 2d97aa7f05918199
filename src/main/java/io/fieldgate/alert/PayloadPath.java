package io.fieldgate.alert;

import java.util.List;

/**
 * A place that conditions look at, such as {@code payload.motor.temperature}. Two are the same only if they are one object:
 * {@link Expressions} makes one of each place.
 *
 * @param names below the payload, outermost first
 */
record PayloadPath(List<String> names) {}
