package io.fieldgate.notify;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * POST each message to an address of the configuration, one after the other, and go on only when its receiver has taken it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "webhook",
        title = "Webhook",
        syntax = "webhook:name",
        producerOnly = true,
        category = {Category.HTTP})
public class WebhookEndpoint extends DefaultEndpoint {
    @UriPath(description = "Where to, a name under fieldgate.webhooks in config/application.yaml")
    @Metadata(required = true)
    private final String name;

    @UriParam(
            label = "producer",
            defaultValue = "application/json",
            description = "The media type of a message that does not say its own")
    private String contentType = "application/json";

    WebhookEndpoint(String uri, String name, WebhookComponent component) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        return new WebhookProducer(this, (WebhookComponent) getComponent());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "webhook:" + name + " can only be sent to; 'to: webhook:" + name + "' is allowed, 'from:' is not.");
    }

    public String getName() {
        return name;
    }

    public String getContentType() {
        return contentType;
    }

    public void setContentType(String contentType) {
        this.contentType = contentType;
    }
}
