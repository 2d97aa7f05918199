package io.fieldgate.notify;

import java.time.Duration;
import java.util.List;

/**
 * Somebody, or something, that is told of alerts.
 *
 * @param name unique; rules name it
 * @param own what of the timing is its own, whatever route leads to it
 * @param sendResolved whether it is told of the end
 * @param resolvedAtOnce whether the end is told without waiting for {@code group_interval}
 * @param muteTimes names of times when it is told nothing
 */
record Receiver(
        String name,
        Target target,
        OwnTiming own,
        boolean sendResolved,
        boolean resolvedAtOnce,
        List<String> muteTimes) {
    /** When it is told of what comes by a route. */
    Timing timing(Route route) {
        // Alertmanager groups by itself.
        return own.over(
                target instanceof Target.Alertmanager alertmanager
                        ? new Timing(List.of(), Duration.ZERO, alertmanager.resend(), alertmanager.resend())
                        : route.timing());
    }
}
