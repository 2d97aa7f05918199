package io.fieldgate.mqtt;

import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs every message of a topic filter through its route and acknowledges it after that.
 *
 * <p>The way of a message: the event loop puts it into the {@link Connection}'s window and the {@link Lane}; the lane runs
 * the route, see {@link Delivery}; whoever completes the exchange marks it in the window; the event loop acknowledges from
 * the head.
 */
final class MqttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private final MqttEndpoint endpoint;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable MqttMeters meters;

    MqttConsumer(MqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = Objects.requireNonNull(getRouteId(), "an mqtt: consumer belongs to a route");
        Delivery delivery = new Delivery(
                route,
                endpoint.filter(),
                () -> createExchange(true),
                getAsyncProcessor(),
                CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), DeadLetterQueue.class));
        MeterRegistry registry = getEndpoint().getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        MqttMeters counts = new MqttMeters(registry == null ? new SimpleMeterRegistry() : registry, route);
        meters = counts;
        String clientId = endpoint.getConfiguration().getClientId() + "-" + route;
        for (int i = 0; i < endpoint.getConsumers(); i++) {
            // The first has the name that an only one has, so that its session is found again when there are more.
            String suffix = i == 0 ? "" : "-" + i;
            Lane lane = new Lane(
                    "mqtt-lane-" + route + suffix, endpoint.getConfiguration().getReceiveMaximum(), delivery, counts);
            lanes.add(lane);
            links.add(new Link(endpoint, route, clientId + suffix, lane, counts));
        }
        MqttHealthCheck health = new MqttHealthCheck(
                route, endpoint.subscription(route).filter(), List.copyOf(links), delivery::trouble);
        counts.window(health::unacknowledged, health::oldestSeconds);
        setHealthCheck(health);
        lanes.forEach(Lane::start);
        links.forEach(Link::start);
    }

    @Override
    protected void doSuspend() {
        lanes.forEach(Lane::close);
    }

    @Override
    protected void doResume() {
        lanes.forEach(Lane::reopen);
        // What came in the meantime was passed over; on a new connection the broker sends it again.
        links.forEach(link -> link.drop("the route was resumed"));
    }

    @Override
    protected void doStop() throws Exception {
        lanes.forEach(Lane::close);
        for (Lane lane : lanes) {
            lane.stop();
        }
        links.forEach(Link::end);
        for (Link link : links) {
            link.stop();
        }
        lanes.clear();
        links.clear();
        if (meters != null) {
            meters.close();
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be acknowledged.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return lanes.stream().mapToInt(Lane::inside).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        lanes.forEach(Lane::close);
    }
}
