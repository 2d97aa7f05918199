package io.fieldgate.notify;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Makes what tells a receiver. */
final class Deliveries {
    private static final Duration MAIL_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<@Nullable CamelContext> camel;
    private final Clock clock;

    /** @param camel with the components that some receivers are told by */
    Deliveries(Supplier<@Nullable CamelContext> camel, Clock clock) {
        this.camel = camel;
        this.clock = clock;
    }

    /** @param outgoing which addresses may be asked */
    Delivery of(Target target, Outgoing outgoing) {
        if (target instanceof Target.Webhook webhook) {
            return new HttpDelivery(
                    webhook.url(), webhook.timeout(), outgoing, clock, notice -> signed(notice, webhook.secret()));
        }
        if (target instanceof Target.Slack slack) {
            return new HttpDelivery(
                    slack.url(),
                    slack.timeout(),
                    outgoing,
                    clock,
                    notice -> new HttpDelivery.Message(Bodies.slack(notice), Map.of()));
        }
        if (target instanceof Target.Alertmanager alertmanager) {
            return alertmanager(alertmanager, outgoing);
        }
        if (target instanceof Target.Email email) {
            return new MailDelivery(email, MAIL_TIMEOUT);
        }
        if (target instanceof Target.Mqtt mqtt) {
            return new CamelDelivery(camel, "mqtt:" + mqtt.topic() + "?qos=1&retained=" + mqtt.retain());
        }
        if (target instanceof Target.Topic topic) {
            return new CamelDelivery(camel, "topic:" + topic.name());
        }
        return new LogDelivery();
    }

    private Delivery alertmanager(Target.Alertmanager target, Outgoing outgoing) {
        String base = target.url().toString().replaceFirst("/+$", "");
        Map<String, String> headers =
                target.token() == null ? Map.of() : Map.of("Authorization", "Bearer " + target.token());
        return new HttpDelivery(
                URI.create(base + "/api/v2/alerts"),
                target.timeout(),
                outgoing,
                clock,
                notice -> new HttpDelivery.Message(
                        Bodies.alertmanager(notice, target.resend(), clock.instant()), headers));
    }

    private HttpDelivery.Message signed(Notice notice, @Nullable String secret) {
        byte[] body = Bodies.webhook(notice);
        return new HttpDelivery.Message(
                body,
                secret == null ? Map.of() : Map.of(Signature.HEADER, Signature.of(secret, clock.instant(), body)));
    }
}
