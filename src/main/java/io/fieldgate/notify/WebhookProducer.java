package io.fieldgate.notify;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Sends each message and waits for the answer on the caller's thread: what comes after it cannot overtake it. */
final class WebhookProducer extends DefaultProducer {
    private final WebhookEndpoint endpoint;
    private final WebhookComponent component;
    private @Nullable WebhookClient client;

    WebhookProducer(WebhookEndpoint endpoint, WebhookComponent component) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        client = component.client(endpoint.getName());
    }

    @Override
    public void process(Exchange exchange) {
        Objects.requireNonNull(client, "not started")
                .post(WebhookRequest.of(exchange.getMessage(), endpoint.getContentType()));
    }
}
