package io.fieldgate.http;

import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.InputGate;
import io.fieldgate.message.LogFields;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the records of requests through a route. While records wait for Kafka longer than clients do, further requests are
 * refused at once; those that wait already are the probe that ends it.
 */
final class IngestConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(IngestConsumer.class);
    private static final long AGAIN_SECONDS = 5;
    private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final IngestEndpoint endpoint;
    private final IngestComponent component;
    /** Requests between their body and the end of their last record. */
    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAINT_NANOS);
    private volatile boolean open;
    private volatile @Nullable Throwable trouble;
    private volatile long troubled;
    private volatile @Nullable Lane lane;
    private @Nullable IngestMeters meters;
    private @Nullable DeadLetterQueue deadLetters;
    private InputGate gate = InputGate.OPEN;

    IngestConsumer(IngestEndpoint endpoint, IngestComponent component, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = Objects.requireNonNull(getRouteId(), "an ingest: consumer belongs to a route");
        deadLetters = CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), DeadLetterQueue.class);
        InputGate found = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), InputGate.class);
        gate = found == null ? InputGate.OPEN : found;
        MeterRegistry registry = endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        meters = new IngestMeters(registry == null ? new SimpleMeterRegistry() : registry, route, component.room());
        setHealthCheck(new IngestHealthCheck(route, endpoint.getPath(), this::trouble, component));
        component.open();
        lane = new Lane("ingest-lane-" + route);
        open = true;
        LOG.info("Route {} takes POST {}, for example: {}", route, template(), component.example(endpoint));
    }

    IngestEndpoint endpoint() {
        return endpoint;
    }

    IngestComponent component() {
        return component;
    }

    PathTemplate template() {
        return endpoint.template();
    }

    IngestMeters meters() {
        return Objects.requireNonNull(meters, "started");
    }

    /** A request was refused, perhaps because the route has not started. */
    void refused(String code) {
        IngestMeters counts = meters;
        if (counts != null) {
            counts.refused(code);
        }
    }

    DeadLetterQueue deadLetters() {
        return Objects.requireNonNull(deadLetters, "started");
    }

    /** @throws Problem when it takes nothing at the moment */
    void checkOpen() {
        if (!open) {
            throw closed();
        }
        if (gate.closed() != null) {
            throw Problem.temporary(
                    "FULL",
                    "The gateway has no room on its disk and takes nothing. Nothing of this was stored.",
                    AGAIN_SECONDS);
        }
        if (trouble != null && inside.get() > 0) {
            throw unavailable();
        }
    }

    private static Problem closed() {
        return Problem.temporary("NOT_STARTED", "The route does not take requests at the moment.", AGAIN_SECONDS);
    }

    /** Nothing can be stored at the moment. */
    static Problem unavailable() {
        return Problem.temporary(
                "UNAVAILABLE", "Kafka cannot be written to at the moment. Nothing of this was stored.", AGAIN_SECONDS);
    }

    /**
     * What is refused is told by the batch's listener.
     *
     * @throws Problem when the route has been closed while the body came
     */
    void send(Batch batch) {
        // In this order: who closes the route first waits for what is inside.
        inside.incrementAndGet();
        Lane taking = lane;
        if (!open || taking == null) {
            inside.decrementAndGet();
            throw closed();
        }
        taking.offer(batch);
    }

    /** All records of a batch have come to an end. */
    void ended(Batch batch) {
        inside.decrementAndGet();
        if (batch.isStored()) {
            if (trouble != null) {
                LOG.info("Route {}: records are stored again", getRouteId());
                trouble = null;
            }
            return;
        }
        batch.failures().stream()
                .map(passage -> Objects.requireNonNull(passage.failure()))
                .filter(failure -> FailureKind.of(failure) != FailureKind.RECORD)
                .findFirst()
                .ifPresent(this::report);
    }

    /** Clients have waited longer than they may. */
    void report(Throwable failure) {
        if (trouble == null) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, getRouteId())
                    .log(
                            "Route {}: requests are answered with 503, nothing is lost: {}",
                            getRouteId(),
                            failure.getMessage());
        }
        trouble = failure;
        troubled = System.nanoTime();
    }

    /** What a route throws is for the operator; once in a while, or a client could fill the log. */
    void complain(Throwable thrown) {
        long now = System.nanoTime();
        long before = complained.get();
        if (now - before > COMPLAINT_NANOS && complained.compareAndSet(before, now)) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, getRouteId())
                    .log(
                            "Route {}: a record is refused and its client told so, because the route failed: {}",
                            getRouteId(),
                            thrown.toString());
        }
    }

    /**
     * Why requests could not be stored; null when they can, or when none has come for so long that the next one must show it:
     * whoever sends none because of this would otherwise never learn that it is over.
     */
    @Nullable
    Throwable trouble() {
        boolean stale = inside.get() == 0 && System.nanoTime() - troubled > TROUBLE_NANOS;
        return stale ? null : trouble;
    }

    @Override
    protected void doSuspend() {
        open = false;
    }

    @Override
    protected void doResume() {
        open = true;
    }

    @Override
    protected void doStop() throws Exception {
        open = false;
        Lane stopping = lane;
        if (stopping != null) {
            stopping.stop();
            lane = null;
        }
        if (meters != null) {
            meters.close();
        }
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        // While the gateway stops, clients shall come again and not be told that there is no such path.
        if (!endpoint.getCamelContext().isStopping()) {
            component.paths().remove(this);
        }
        super.doShutdown();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it can be answered.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return inside.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        open = false;
    }
}
