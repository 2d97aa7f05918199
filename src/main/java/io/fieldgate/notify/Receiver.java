package io.fieldgate.notify;

import java.util.List;

/**
 * Somebody, or something, that is told of alerts.
 *
 * @param name unique; rules name it
 * @param sendResolved whether it is told of the end
 * @param resolvedAtOnce whether the end is told without waiting for {@code group_interval}
 * @param muteTimes names of times when it is told nothing
 */
record Receiver(
        String name,
        Target target,
        Timing timing,
        boolean sendResolved,
        boolean resolvedAtOnce,
        List<String> muteTimes) {}
