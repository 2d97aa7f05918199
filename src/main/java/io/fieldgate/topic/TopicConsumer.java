package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.PositionSink;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.camel.Channel;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic into a route: {@link TopicReader}s poll and commit, a {@link TopicLane} each runs the route. Starts
 * whether or not Kafka is there. Suspended, as Camel does at the beginning of a graceful stop, it takes no record more
 * and commits those that end; stopped, it commits what has ended and leaves the rest to be read again.
 */
final class TopicConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final TopicEndpoint endpoint;
    private volatile List<TopicReader> readers = List.of();
    private SourceState state;
    private TopicMeters.@Nullable Lag lag;

    TopicConsumer(TopicEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.state = new SourceState("none", endpoint.getEndpointUri());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = getRouteId() == null ? "none" : getRouteId();
        state = new SourceState(route, "Route '" + route + "' (topic:" + endpoint.getName() + ")");
        setHealthCheck(new SourceHealthCheck(this, route));
        DeadLetterQueue deadLetters =
                CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), DeadLetterQueue.class);
        PositionSink keeper = keeper(getRoute());
        readers = IntStream.range(0, endpoint.getConsumers())
                .mapToObj(number -> new TopicReader(endpoint, this, deadLetters, keeper, route, number, BACKOFF))
                .toList();
        lag = endpoint.topicComponent()
                .meters()
                .lag(
                        route,
                        this::behind,
                        this::oldestSeconds,
                        () -> most(Measurements::mostBehind),
                        () -> most(Measurements::fetchSeconds));
        readers.forEach(TopicReader::start);
    }

    /**
     * The last step: what came after it would be missing when the gateway ends between the two. Null when only Kafka keeps
     * positions.
     */
    private @Nullable PositionSink keeper(Route route) {
        boolean wanted = endpoint.keepsOffsetsInDatabase();
        List<Processor> steps = route.getEventDrivenProcessors();
        if (!steps.isEmpty()
                && steps.get(steps.size() - 1) instanceof Channel last
                && last.getNextProcessor() instanceof EndpointAware step
                && step.getEndpoint() instanceof PositionSink sink
                && (wanted || sink.gathers())) {
            if (steps.stream()
                            .mapToInt(each -> writes(each, step.getEndpoint()))
                            .sum()
                    > 1) {
                throw new IllegalArgumentException(onlyAllowed("the route writes to it before, too"));
            }
            return sink;
        }
        if (!wanted) {
            return null;
        }
        throw new IllegalArgumentException(onlyAllowed("its last step is another"));
    }

    private String onlyAllowed(String instead) {
        return "topic:" + endpoint.getName() + ": with offsets=database one step of route '" + getRouteId()
                + "' may write to its table, 'to: database:TABLE' as the last, on its own level; " + instead + ".";
    }

    /** How many steps write to a table; each would say that the message is done. */
    private static int writes(Processor step, Endpoint table) {
        int writes = step instanceof EndpointAware aware && table.equals(aware.getEndpoint()) ? 1 : 0;
        if (step instanceof Navigate<?> inner && inner.hasNext()) {
            for (Object each : inner.next()) {
                writes += each instanceof Processor next ? writes(next, table) : 0;
            }
        }
        return writes;
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        readers.forEach(reader -> reader.lane().take(false));
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        readers.forEach(reader -> reader.lane().take(true));
    }

    @Override
    protected void doStop() throws Exception {
        readers.forEach(TopicReader::stop);
        for (TopicReader reader : readers) {
            reader.join();
        }
        readers = List.of();
        if (lag != null) {
            lag.remove();
            lag = null;
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return readers.stream().mapToInt(reader -> reader.lane().pending()).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspending has stopped the intake already.
    }

    /** The consumer group. */
    String group() {
        String group = endpoint.getGroup();
        return group == null ? TopicEndpoint.groupOf(getRouteId() == null ? endpoint.getName() : getRouteId()) : group;
    }

    SourceState state() {
        return state;
    }

    private double oldestSeconds() {
        long oldest = oldestInFlight();
        return oldest == 0 ? 0 : (System.currentTimeMillis() - oldest) / 1000.0;
    }

    /** Of its consumers that which is worst off; NaN when none says. */
    private double most(ToDoubleFunction<Measurements> measured) {
        return readers.stream()
                .mapToDouble(reader -> measured.applyAsDouble(reader.measurements()))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    private long behind() {
        return readers.stream().mapToLong(TopicReader::behind).sum();
    }

    /** In milliseconds since 1970; 0 when nothing is in flight. */
    long oldestInFlight() {
        return readers.stream()
                .mapToLong(TopicReader::oldestInFlight)
                .filter(since -> since > 0)
                .min()
                .orElse(0);
    }
}
