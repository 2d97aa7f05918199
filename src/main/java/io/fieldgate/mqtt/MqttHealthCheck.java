package io.fieldgate.mqtt;

import io.fieldgate.lane.HealthCause;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Down while there is no connection, while a message waits, and while the oldest un-acknowledged message is old: the
 * socket alone says nothing about whether messages get through.
 */
final class MqttHealthCheck extends AbstractHealthCheck {
    private static final int STALLED_SECONDS = 30;

    private final String subscription;
    private final List<Link> links;
    private final Supplier<@Nullable Throwable> trouble;

    MqttHealthCheck(String route, String subscription, List<Link> links, Supplier<@Nullable Throwable> trouble) {
        super("fieldgate", "mqtt-" + route);
        this.subscription = subscription;
        this.links = links;
        this.trouble = trouble;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        double oldest = oldestSeconds();
        builder.detail("broker", links.get(0).brokerUrl());
        builder.detail("subscription", subscription);
        builder.detail("unacknowledged", unacknowledged());
        builder.detail("oldestUnacknowledgedSeconds", oldest);
        Throwable cause = cause();
        if (cause != null) {
            HealthCause.down(builder, cause);
        } else if (!links.stream().allMatch(Link::isSubscribed)) {
            builder.message("Connecting to " + links.get(0).brokerUrl()).down();
        } else if (oldest > STALLED_SECONDS) {
            builder.message("A message has been waiting for its acknowledgement for " + Math.round(oldest) + " s")
                    .down();
        } else {
            builder.up();
        }
    }

    private @Nullable Throwable cause() {
        for (Link link : links) {
            Throwable cause = link.trouble();
            if (cause != null) {
                return cause;
            }
        }
        return trouble.get();
    }

    /** Messages received and not yet acknowledged. */
    int unacknowledged() {
        return connections().mapToInt(Connection::unacknowledged).sum();
    }

    /** Age of the oldest un-acknowledged message in seconds; 0 when there is none. */
    double oldestSeconds() {
        long now = System.currentTimeMillis();
        return connections()
                        .mapToLong(Connection::oldestUnacknowledged)
                        .filter(since -> since > 0)
                        .map(since -> now - since)
                        .max()
                        .orElse(0)
                / 1000.0;
    }

    private Stream<Connection> connections() {
        return links.stream().map(Link::current).filter(Objects::nonNull).map(Objects::requireNonNull);
    }
}
