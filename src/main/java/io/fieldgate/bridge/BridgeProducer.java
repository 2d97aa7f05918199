package io.fieldgate.bridge;

import io.fieldgate.message.Failure;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message to a neighbour; its exchange completes when the neighbour has it, on the thread of the {@link Courier}.
 * That thread serves all messages of this sink: steps after this one must be quick.
 */
final class BridgeProducer extends DefaultAsyncProducer {
    private final BridgeEndpoint endpoint;
    private @Nullable Courier courier;
    private @Nullable SinkHealthCheck health;

    BridgeProducer(BridgeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Courier started = new Courier(endpoint);
        courier = started;
        started.start();
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            SinkHealthCheck check = new SinkHealthCheck(freeId(registry), endpoint, started);
            health = check;
            registry.register(check);
        }
    }

    /** Several routes may give to the same. */
    private String freeId(HealthCheckRegistry registry) {
        String id = "sink-" + endpoint.place();
        for (int others = 2; registry.getCheck(id).isPresent(); others++) {
            id = "sink-" + endpoint.place() + "-" + others;
        }
        return id;
    }

    @Override
    protected void doStop() throws Exception {
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null && health != null) {
            registry.unregister(health);
            health = null;
        }
        if (courier != null) {
            courier.stop();
            courier = null;
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Objects.requireNonNull(courier, "not started").take(departure(exchange, callback));
            return false;
        } catch (Failure refused) {
            exchange.setException(refused);
            callback.done(true);
            return true;
        }
    }

    private Departure departure(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        return new Departure(endpoint.destination(exchange), body(message), message.getHeaders(), failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
    }

    /**
     * What leaves of a message.
     *
     * @throws Failure of kind RECORD when that cannot be bytes
     */
    static byte[] body(Message message) {
        byte[] body = message.getBody(byte[].class);
        if (body == null && message.getBody() != null) {
            throw Failure.rejected(
                    "UNCONVERTIBLE",
                    "A body of type " + message.getBody().getClass().getName() + " cannot become bytes.",
                    null);
        }
        return body == null ? new byte[0] : body;
    }
}
