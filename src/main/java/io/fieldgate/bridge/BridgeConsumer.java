package io.fieldgate.bridge;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the messages of a neighbour on a {@link BridgeThread}, from the route's start to its stop. */
final class BridgeConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Route {
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
        String route = Objects.requireNonNull(getRouteId(), "a source belongs to a route");
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
    public String id() {
        return getRouteId();
    }

    @Override
    public String transport() {
        return endpoint.transport();
    }

    @Override
    public Exchange newExchange() {
        return createExchange(true);
    }

    @Override
    public AsyncProcessor processor() {
        return getAsyncProcessor();
    }

    @Override
    public int company() {
        return Lane.company(getRoute());
    }

    @Override
    protected void doSuspend() {
        closeLane();
    }

    @Override
    protected void doResume() {
        if (thread != null) {
            thread.lane().reopen();
        }
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

    private void closeLane() {
        if (thread != null) {
            thread.lane().close();
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be acknowledged.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return thread == null ? 0 : thread.lane().inside();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        closeLane();
    }
}
