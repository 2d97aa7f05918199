package io.fieldgate.notify;

import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one webhook, for all routes that do, and sorts what comes of it: what time may help is tried again by the source of
 * the route, a record that is refused is a dead letter, and what holds for every record alike stops the route. Any thread.
 */
final class WebhookClient implements AutoCloseable {
    /** More than partitions, which end what a route sends at a time, are never used. */
    private static final int CONNECTIONS = 64;

    private final String name;
    private final Webhook webhook;
    private final Clock clock;
    private final HttpSender sender;
    private final MeterRegistry meters;
    /** The receiver wants to be left alone until then. */
    private volatile Instant notBefore = Instant.MIN;

    WebhookClient(String name, Webhook webhook, Clock clock, MeterRegistry meters) {
        this.name = name;
        this.webhook = webhook;
        this.clock = clock;
        this.meters = meters;
        this.sender = new HttpSender(webhook.address(), webhook.timeout(), CONNECTIONS, webhook.outgoing(name), clock);
    }

    /**
     * Returns when the receiver has taken it.
     *
     * @throws Failure when it has not, or it is not known
     */
    void post(WebhookRequest request) {
        if (clock.instant().isBefore(notBefore)) {
            throw Failure.temporary(
                    "The webhook '" + name + "' has asked to be left alone until " + notBefore + ".", null);
        }
        try {
            HttpAnswer answer = sender.post(request.body(), request.type(), headers(request));
            if (!answer.isAccepted()) {
                throw failure(answer);
            }
            count("accepted");
        } catch (Unreached unreached) {
            throw counted(failure(unreached));
        }
    }

    private Map<String, String> headers(WebhookRequest request) {
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.putAll(webhook.headers());
        @Nullable String secret = webhook.secret();
        if (secret != null) {
            headers.put(Signature.HEADER, Signature.of(secret, clock.instant(), request.body()));
        }
        return headers;
    }

    private Failure failure(HttpAnswer answer) {
        String sentence = "The webhook '" + name + "' has not taken the record: " + answer.sentence();
        int code = answer.code();
        if (answer.mayGetBetter()) {
            Duration wait = answer.retryAfter();
            if (wait != null) {
                notBefore = clock.instant().plus(wait);
            }
            return counted(Failure.temporary(sentence, null));
        }
        if (code == 401 || code == 403 || code == 407) {
            return counted(
                    Failure.systemic(sentence, "Correct " + key("headers") + " or " + key("secret") + ".", null));
        }
        if (answer.isRedirect() || code == 404 || code == 405 || code == 410) {
            return counted(
                    Failure.systemic(sentence, "Set " + key("url") + " to the address that takes the records.", null));
        }
        return counted(Failure.rejected("HTTP_" + code, sentence, null));
    }

    private Failure failure(Unreached unreached) {
        String sentence = "The webhook '" + name + "' is not reached: " + unreached.getMessage();
        String cure = cure(name, unreached.why());
        return cure == null ? Failure.temporary(sentence, unreached) : Failure.systemic(sentence, cure, unreached);
    }

    /** What an operator can do about a webhook that is not reached; null when time may help. */
    static @Nullable String cure(String name, Unreached.Why why) {
        return switch (why) {
            case UNREACHABLE -> null;
            case UNKNOWN_HOST -> "Correct " + key(name, "url") + ".";
            case UNTRUSTED -> "Let its server have a certificate for that host of an authority that Java trusts.";
            case FORBIDDEN -> "Correct " + key(name, "url") + ", or list the address there if it is meant.";
        };
    }

    private String key(String last) {
        return key(name, last);
    }

    static String key(String name, String last) {
        return "fieldgate.webhooks." + name + "." + last;
    }

    private Failure counted(Failure failure) {
        count(failure.kind().name().toLowerCase(Locale.ROOT));
        return failure;
    }

    private void count(String outcome) {
        Counter.builder("fieldgate.webhook.requests")
                .description("Attempts to send a record to a webhook")
                .tag("webhook", name)
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    @Override
    public void close() {
        sender.close();
    }
}
