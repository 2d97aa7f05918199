package io.fieldgate.mqtt;

import static org.awaitility.Awaitility.await;

import io.fieldgate.RecordedRoute;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.health.HealthCheck;

/** A route from an {@code mqtt:} endpoint that remembers what it was given. */
final class MqttRoute extends RecordedRoute {
    private final String id;

    /**
     * @param id of the route
     * @param uri of the source
     * @param step what happens before a message is remembered
     */
    MqttRoute(String brokerUrl, String id, String uri, Step step) throws Exception {
        this(brokerUrl, id, uri, step, MqttComponent::defaultTls, false);
    }

    private MqttRoute(
            String brokerUrl, String id, String uri, Step step, Supplier<SSLContext> tls, boolean threadOfItsOwn)
            throws Exception {
        super(id);
        this.id = id;
        PahoMqtt5Configuration defaults = MqttComponent.losslessDefaults();
        defaults.setBrokerUrl(brokerUrl);
        defaults.setKeepAliveInterval(2);
        camel.addComponent("mqtt", new MqttComponent(defaults, tls));
        start(uri, step, threadOfItsOwn);
    }

    MqttRoute(String brokerUrl, String id, String uri) throws Exception {
        this(brokerUrl, id, uri, exchange -> {});
    }

    /** One whose TLS connections begin with what the supplier gives at the time. */
    static MqttRoute withTls(String brokerUrl, String id, String uri, Supplier<SSLContext> tls) throws Exception {
        return new MqttRoute(brokerUrl, id, uri, exchange -> {}, tls, false);
    }

    /** One whose step runs on a thread of its own, one message after the other; the source's thread goes on at once. */
    static MqttRoute withItsOwnThread(String brokerUrl, String id, String uri, Step step) throws Exception {
        return new MqttRoute(brokerUrl, id, uri, step, MqttComponent::defaultTls, true);
    }

    MqttRoute awaitUp() {
        await().until(() -> health().getState() == HealthCheck.State.UP);
        return this;
    }

    /** What Camel says of the route. */
    ServiceStatus status() {
        return camel.getRouteController().getRouteStatus(id);
    }
}
