package io.fieldgate.notify;

import io.fieldgate.notify.Unreached.Why;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.http.ContentType;

/** Tells a receiver by an HTTP POST. */
final class HttpDelivery implements Delivery {
    private final HttpSender sender;
    private final Function<Notice, Message> messages;

    /**
     * What is sent.
     *
     * @param headers besides those that HTTP needs
     */
    record Message(byte[] body, Map<String, String> headers) {}

    HttpDelivery(URI url, Duration timeout, Outgoing outgoing, Clock clock, Function<Notice, Message> messages) {
        this(url, timeout, outgoing, clock, SystemDefaultDnsResolver.INSTANCE, messages);
    }

    HttpDelivery(
            URI url,
            Duration timeout,
            Outgoing outgoing,
            Clock clock,
            DnsResolver names,
            Function<Notice, Message> messages) {
        this.sender = new HttpSender(url, timeout, 1, outgoing, clock, names);
        this.messages = messages;
    }

    @Override
    public void deliver(Notice notice) throws NotDelivered {
        Message message = messages.apply(notice);
        HttpAnswer answer;
        try {
            answer = sender.post(message.body(), ContentType.APPLICATION_JSON, message.headers());
        } catch (Unreached unreached) {
            String sentence = String.valueOf(unreached.getMessage());
            throw unreached.why() == Why.FORBIDDEN
                    ? NotDelivered.ever(sentence, unreached)
                    : NotDelivered.yet(sentence, unreached);
        }
        if (answer.isAccepted()) {
            return;
        }
        if (!answer.mayGetBetter()) {
            throw NotDelivered.ever(answer.sentence(), null);
        }
        Duration wait = answer.retryAfter();
        throw wait == null ? NotDelivered.yet(answer.sentence(), null) : NotDelivered.before(wait, answer.sentence());
    }

    @Override
    public void close() {
        sender.close();
    }
}
