package io.fieldgate.lane;

import io.fieldgate.message.BatchSink;
import java.util.Objects;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** A source whose messages go through a {@link Lane}, which a thread of its own works on from the route's start to its stop. */
public abstract class LaneConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Route {
    protected LaneConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Null while it is not started. */
    protected abstract @Nullable Lane lane();

    @Override
    public final String id() {
        return Objects.requireNonNull(getRouteId(), "a source belongs to a route");
    }

    @Override
    public final Exchange newExchange() {
        return createExchange(true);
    }

    @Override
    public final AsyncProcessor processor() {
        return getAsyncProcessor();
    }

    @Override
    public final @Nullable BatchSink straightTo() {
        return StraightRoute.sink(getRoute());
    }

    @Override
    protected void doSuspend() {
        closeLane();
    }

    @Override
    protected void doResume() {
        Lane lane = lane();
        if (lane != null) {
            lane.reopen();
        }
    }

    @Override
    public final boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be acknowledged.
        return false;
    }

    @Override
    public final int getPendingExchangesSize() {
        Lane lane = lane();
        return lane == null ? 0 : lane.pending();
    }

    @Override
    public final void prepareShutdown(boolean suspendOnly, boolean forced) {
        closeLane();
    }

    private void closeLane() {
        Lane lane = lane();
        if (lane != null) {
            lane.close();
        }
    }
}
