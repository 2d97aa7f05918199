package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.fieldgate.message.TopicFilter;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Down while there is no connection, while a message waits, and while the oldest un-acknowledged message is old: the
 * socket alone says nothing about whether messages get through.
 */
final class MqttHealthCheck extends AbstractHealthCheck {
    private static final long STALLED_MILLIS = 30_000;

    private final TopicFilter filter;
    private final Link link;
    private final Supplier<@Nullable Throwable> trouble;

    MqttHealthCheck(String route, TopicFilter filter, Link link, Supplier<@Nullable Throwable> trouble) {
        super("fieldgate", "mqtt-" + route);
        this.filter = filter;
        this.link = link;
        this.trouble = trouble;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("broker", link.brokerUrl());
        builder.detail("subscription", filter.subscription());
        Throwable cause = link.trouble() == null ? trouble.get() : link.trouble();
        Connection connection = link.current();
        long oldest = connection == null ? 0 : connection.oldestUnacknowledged();
        long age = oldest == 0 ? 0 : System.currentTimeMillis() - oldest;
        builder.detail("unacknowledged", connection == null ? 0 : connection.unacknowledged());
        builder.detail("oldestUnacknowledgedMillis", age);
        if (cause != null) {
            down(builder, cause);
        } else if (!link.isSubscribed()) {
            builder.message("Connecting to " + link.brokerUrl()).down();
        } else if (age > STALLED_MILLIS) {
            builder.message("A message has been waiting for its acknowledgement for " + age / 1000 + " s")
                    .down();
        } else {
            builder.up();
        }
    }

    private static void down(HealthCheckResultBuilder builder, Throwable cause) {
        builder.message(cause.getMessage());
        Failure failure = Failure.in(cause);
        String cure = failure == null ? null : failure.cure();
        if (cure != null) {
            builder.detail("cure", cure);
        }
        builder.down();
    }
}
