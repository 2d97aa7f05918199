package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import io.fieldgate.lane.LaneConsumer;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Reads the files of a route on an {@link IntakeThread}, from the route's start to its stop. */
final class IntakeConsumer extends LaneConsumer {
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
        String route = id();
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
                        counts::acknowledged,
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
    public String transport() {
        return "file";
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
