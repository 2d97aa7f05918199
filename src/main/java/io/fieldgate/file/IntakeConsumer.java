package io.fieldgate.file;

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

/** Reads the files of a route on an {@link IntakeThread}, from the route's start to its stop. */
final class IntakeConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Route {
    private final IntakeEndpoint endpoint;
    private @Nullable IntakeThread thread;
    private @Nullable IntakeMeters meters;

    IntakeConsumer(IntakeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = Objects.requireNonNull(getRouteId(), "an intake: consumer belongs to a route");
        DeadLetterQueue deadLetters =
                CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), DeadLetterQueue.class);
        MeterRegistry registry = endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        IntakeMeters counts = new IntakeMeters(registry == null ? new SimpleMeterRegistry() : registry, route);
        IntakeThread started = new IntakeThread(
                endpoint,
                route,
                counts,
                tidy -> new Lane(
                        this,
                        deadLetters,
                        counts::stored,
                        endpoint.getMaxInFlight(),
                        endpoint.getMaxInFlightBytes(),
                        tidy));
        meters = counts;
        thread = started;
        counts.progress(
                started::waiting,
                () -> started.progress().size() - started.progress().bytes(),
                () -> started.progress().left().toSeconds(),
                () -> oldestSeconds(started));
        setHealthCheck(new IntakeHealthCheck(
                route,
                endpoint.getPath(),
                started::progress,
                started::trouble,
                () -> started.lane().oldest()));
        started.start();
    }

    private static double oldestSeconds(IntakeThread started) {
        long oldest = started.lane().oldest();
        return oldest == 0 ? 0 : (System.currentTimeMillis() - oldest) / 1000.0;
    }

    /** What is being read, once its folder is open. */
    @Nullable
    Reading reading() {
        return thread == null ? null : thread.reading();
    }

    /** What files or records wait for; null while all goes well. */
    @Nullable
    Throwable trouble() {
        return thread == null ? null : thread.trouble();
    }

    @Override
    public String id() {
        return getRouteId();
    }

    @Override
    public String transport() {
        return "file";
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
        // False: suspend this consumer first and let what is inside the route finish, so that it counts as stored.
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
