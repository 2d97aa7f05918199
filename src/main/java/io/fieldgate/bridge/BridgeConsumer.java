package io.fieldgate.bridge;

import io.fieldgate.lane.Lane;
import io.fieldgate.lane.LaneConsumer;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Takes the messages of a neighbour on a {@link BridgeThread}, from the route's start to its stop. */
final class BridgeConsumer extends LaneConsumer {
    private final BridgeEndpoint endpoint;
    private @Nullable BridgeThread thread;
    private @Nullable BridgeMeters meters;

    BridgeConsumer(BridgeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = id();
        DeadLetterQueue deadLetters =
                CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), DeadLetterQueue.class);
        MeterRegistry registry = endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        BridgeMeters counts =
                new BridgeMeters(registry == null ? new SimpleMeterRegistry() : registry, route, endpoint.transport());
        BridgeThread started = new BridgeThread(
                endpoint,
                route,
                counts,
                tidy -> new Lane(
                        this,
                        deadLetters,
                        released -> {},
                        endpoint.getMaxInFlight(),
                        endpoint.getMaxInFlightBytes(),
                        tidy));
        meters = counts;
        thread = started;
        counts.window(started::unacknowledged, started::oldestSeconds);
        setHealthCheck(new BridgeHealthCheck(route, endpoint, started));
        started.start();
    }

    @Override
    public String transport() {
        return endpoint.transport();
    }

    @Override
    protected @Nullable Lane lane() {
        return thread == null ? null : thread.lane();
    }

    @Override
    protected void doStop() throws Exception {
        if (thread != null) {
            thread.stop();
            thread = null;
        }
        if (meters != null) {
            meters.close();
        }
        super.doStop();
    }
}
