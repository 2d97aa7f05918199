package io.fieldgate.notify;

import io.fieldgate.message.Diagnosis;
import java.time.Clock;
import java.time.Duration;

/** Looks whether a webhook answers. It sends neither data nor a secret. */
public final class WebhookProbe {
    /** What it looks at, in a word. */
    public static final String ABOUT = "webhook";

    private static final int BROKEN = 500;

    private final WebhooksProperties properties;
    private final Duration patience;

    /** @param patience the longest wait for an answer */
    public WebhookProbe(WebhooksProperties properties, Duration patience) {
        this.properties = properties;
        this.patience = patience;
    }

    /** Looks up its host, connects, and asks with HEAD; any thread. */
    public Diagnosis look(String name) {
        Webhook webhook = properties.webhooks().get(name);
        String key = WebhookClient.key(name, "url");
        if (webhook == null || webhook.url().isEmpty()) {
            return Diagnosis.ill(
                    ABOUT,
                    "a route sends to '" + name + "', which has no address",
                    "Set " + key + " to https://HOST/PATH.");
        }
        try (HttpSender sender =
                new HttpSender(webhook.address(), patience, 1, webhook.outgoing(name), Clock.systemUTC())) {
            HttpAnswer answer = sender.head();
            if (answer.isRedirect()) {
                return Diagnosis.odd(ABOUT, name + ": " + answer.sentence(), "Set " + key + " to where it leads.");
            }
            return answer.code() >= BROKEN
                    ? Diagnosis.odd(ABOUT, name + ": " + answer.sentence(), "Records wait until it is well.")
                    : Diagnosis.well(ABOUT, name + ": " + answer.host() + " answers");
        } catch (Unreached unreached) {
            String cure = WebhookClient.cure(name, unreached.why());
            return Diagnosis.ill(
                    ABOUT,
                    name + ": " + unreached.getMessage(),
                    cure == null ? "Start it, or correct " + key + "." : cure);
        }
    }
}
