package io.fieldgate.notify;

import io.fieldgate.message.Nearest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates {@code webhook:NAME} endpoints. Routes that send to the same share its connections. */
@Component("webhook")
public class WebhookComponent extends DefaultComponent {
    private final Map<String, Webhook> webhooks;
    private final Map<String, WebhookClient> clients = new HashMap<>();

    /** A component without webhooks, for Camel's catalogue. */
    public WebhookComponent() {
        this(new WebhooksProperties(Map.of()));
    }

    WebhookComponent(WebhooksProperties properties) {
        this.webhooks = properties.webhooks();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WebhookEndpoint endpoint = endpoint(uri, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    WebhookEndpoint endpoint(String uri, String name) {
        checkName(name);
        return new WebhookEndpoint(uri, name, this);
    }

    private void checkName(String name) {
        if (!webhooks.containsKey(name)) {
            throw new IllegalArgumentException("webhook:" + (WebhooksProperties.isName(name) ? name : "...")
                    + ": there is no webhook of that name, set fieldgate.webhooks.NAME.url in config/application.yaml; "
                    + Nearest.orAllowed(name, new TreeSet<>(webhooks.keySet())));
        }
    }

    /** What sends to it; made by the first who asks. */
    WebhookClient client(String name) {
        Webhook webhook = webhooks.get(name);
        if (webhook == null || webhook.url().isEmpty()) {
            throw new IllegalArgumentException("webhook:" + name + ": it has no address, set fieldgate.webhooks." + name
                    + ".url, as https://HOST/PATH.");
        }
        synchronized (clients) {
            return clients.computeIfAbsent(
                    name, missing -> new WebhookClient(name, webhook, Clock.systemUTC(), meters()));
        }
    }

    private MeterRegistry meters() {
        @Nullable MeterRegistry registry = CamelContextHelper.findSingleByType(getCamelContext(), MeterRegistry.class);
        return registry == null ? new SimpleMeterRegistry() : registry;
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (clients) {
            clients.values().forEach(WebhookClient::close);
            clients.clear();
        }
        super.doStop();
    }
}
