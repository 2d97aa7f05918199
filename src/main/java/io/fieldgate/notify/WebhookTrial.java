package io.fieldgate.notify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;

/** {@code webhook:} without a receiver: messages become requests as always, and nothing is sent. One thread at a time. */
public final class WebhookTrial {
    private WebhookTrial() {}

    /**
     * A request that would be sent.
     *
     * @param webhook its name
     * @param headers without those of the configuration, and without the signature
     */
    public record Posted(String webhook, Map<String, String> headers, byte[] body) {}

    /**
     * What is to be known as {@code webhook}.
     *
     * @param posted is told of each request
     */
    public static Component component(WebhooksProperties properties, Consumer<Posted> posted) {
        return new WebhookComponent(properties) {
            @Override
            WebhookEndpoint endpoint(String uri, String name) {
                super.endpoint(uri, name);
                return new WebhookEndpoint(uri, name, this) {
                    @Override
                    public Producer createProducer() {
                        return new TrialProducer(this, posted);
                    }
                };
            }
        };
    }

    private static final class TrialProducer extends DefaultProducer {
        private final WebhookEndpoint endpoint;
        private final Consumer<Posted> posted;

        TrialProducer(WebhookEndpoint endpoint, Consumer<Posted> posted) {
            super(endpoint);
            this.endpoint = endpoint;
            this.posted = posted;
        }

        @Override
        public void process(Exchange exchange) {
            WebhookRequest request = WebhookRequest.of(exchange.getMessage(), endpoint.getContentType());
            Map<String, String> headers = new LinkedHashMap<>(request.headers());
            headers.put("Content-Type", request.type().toString());
            posted.accept(new Posted(endpoint.getName(), headers, request.body()));
        }
    }
}
