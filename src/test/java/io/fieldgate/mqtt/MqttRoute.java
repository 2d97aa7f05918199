package io.fieldgate.mqtt;

import static org.awaitility.Awaitility.await;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;

/** A route from an {@code mqtt:} endpoint that remembers what it was given. */
final class MqttRoute implements AutoCloseable {
    /** A body and the headers that came with it. */
    record Message(String body, Map<String, Object> headers) {}

    /** What the route does with a message. */
    interface Step {
        void take(Exchange exchange) throws Exception;
    }

    private final String id;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    /**
     * @param id of the route
     * @param uri of the source
     * @param step what happens before a message is remembered
     */
    MqttRoute(String brokerUrl, String id, String uri, Step step) throws Exception {
        this(brokerUrl, id, uri, step, MqttComponent::defaultTls);
    }

    private MqttRoute(String brokerUrl, String id, String uri, Step step, Supplier<SSLContext> tls) throws Exception {
        this(brokerUrl, id, uri, step, tls, false);
    }

    private MqttRoute(
            String brokerUrl, String id, String uri, Step step, Supplier<SSLContext> tls, boolean threadOfItsOwn)
            throws Exception {
        this.id = id;
        PahoMqtt5Configuration defaults = MqttComponent.losslessDefaults();
        defaults.setBrokerUrl(brokerUrl);
        defaults.setKeepAliveInterval(2);
        camel.addComponent("mqtt", new MqttComponent(defaults, tls));
        camel.getRegistry().bind("meters", MeterRegistry.class, meters);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, (DeadLetterQueue) letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                ProcessorDefinition<?> route = from(uri).routeId(id);
                (threadOfItsOwn ? route.threads(1) : route).process(exchange -> {
                    step.take(exchange);
                    seen.add(new Message(
                            new String(exchange.getIn().getBody(byte[].class), StandardCharsets.UTF_8),
                            new HashMap<>(exchange.getIn().getHeaders())));
                });
            }
        });
        camel.start();
    }

    MqttRoute(String brokerUrl, String id, String uri) throws Exception {
        this(brokerUrl, id, uri, exchange -> {});
    }

    /** One whose TLS connections begin with what the supplier gives at the time. */
    static MqttRoute withTls(String brokerUrl, String id, String uri, Supplier<SSLContext> tls) throws Exception {
        return new MqttRoute(brokerUrl, id, uri, exchange -> {}, tls);
    }

    /** One whose step runs on a thread of its own, one message after the other; the source's thread goes on at once. */
    static MqttRoute withItsOwnThread(String brokerUrl, String id, String uri, Step step) throws Exception {
        return new MqttRoute(brokerUrl, id, uri, step, MqttComponent::defaultTls, true);
    }

    MqttRoute awaitUp() {
        await().until(() -> health().getState() == HealthCheck.State.UP);
        return this;
    }

    HealthCheck.Result health() {
        return ((HealthCheckAware) camel.getRoute(id).getConsumer())
                .getHealthCheck()
                .call();
    }

    /** What Camel says of the route. */
    ServiceStatus status() {
        return camel.getRouteController().getRouteStatus(id);
    }

    List<Message> seen() {
        return List.copyOf(seen);
    }

    List<String> bodies() {
        return seen.stream().map(Message::body).toList();
    }

    List<DeadLetter> letters() {
        return letters;
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
    }

    double gauge(String gauge) {
        return meters.get(gauge).gauge().value();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
