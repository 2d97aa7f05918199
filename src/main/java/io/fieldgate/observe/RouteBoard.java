package io.fieldgate.observe;

import io.fieldgate.message.Failure;
import io.fieldgate.observe.RouteView.State;
import io.fieldgate.route.EndpointName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.spi.RouteController;
import org.apache.camel.spi.SupervisingRouteController;
import org.jspecify.annotations.Nullable;

/** What all routes do at the moment. Any thread. */
public final class RouteBoard {
    /** What {@code topic:} sources tell of how far they are behind. */
    private static final String LAG = "fieldgate.topic.lag";

    private final CamelContext camel;
    private final Pulses pulses;
    private final MeterRegistry meters;
    private final Stalls stalls = new Stalls(System::nanoTime);
    private final Map<String, Phase> phases = new ConcurrentHashMap<>();

    /** Since when a route is in a state. */
    private record Phase(State state, Instant since) {}

    /**
     * Why a route is not well.
     *
     * @param cure null when time will help
     * @param since null when its source does not know
     */
    record Ill(
            String cause, @Nullable String cure, @Nullable Instant since) {}

    RouteBoard(CamelContext camel, Pulses pulses, MeterRegistry meters) {
        this.camel = camel;
        this.pulses = pulses;
        this.meters = meters;
    }

    /** All routes, by name. */
    public List<RouteView> routes() {
        Map<String, Route> all = new LinkedHashMap<>();
        RouteController controller = camel.getRouteController();
        if (controller instanceof SupervisingRouteController supervising) {
            // One that could not start yet may be known to its controller only. The list of all that it controls cannot
            // be
            // read while routes are exchanged.
            supervising.getRestartingRoutes().forEach(route -> all.put(route.getRouteId(), route));
            supervising.getExhaustedRoutes().forEach(route -> all.put(route.getRouteId(), route));
        }
        camel.getRoutes().forEach(route -> all.put(route.getRouteId(), route));
        List<RouteView> views = new ArrayList<>();
        all.values().forEach(route -> views.add(view(route, controller)));
        views.sort(Comparator.comparing(RouteView::id));
        return views;
    }

    private RouteView view(Route route, RouteController controller) {
        String id = route.getRouteId();
        Pulse pulse = pulses.of(id);
        Pulse.Count count = pulse == null ? new Pulse.Count(0, 0, 0, null) : pulse.count();
        Pulse.Times times = count.times();
        Long lag = lag(id);
        Ill ill = ill(route, controller);
        ServiceStatus status = controller.getRouteStatus(id);
        // One that stands still by somebody's wish begins anew when it goes on.
        Ill stall = stalls.of(id, status != null && status.isStarted() ? lag : null, count);
        if (ill == null) {
            ill = stall;
        }
        State state = state(id, controller, ill);
        return new RouteView(
                id,
                EndpointName.of(route.getEndpoint().getEndpointBaseUri()),
                state,
                ill == null ? null : ill.cause(),
                ill == null ? null : ill.cure(),
                since(id, state, ill),
                count.entered(),
                count.succeeded(),
                count.failed(),
                Math.max(0, count.entered() - count.succeeded() - count.failed()),
                lag,
                times == null ? null : times.p50(),
                times == null ? null : times.p99());
    }

    private Instant since(String id, State state, @Nullable Ill ill) {
        Phase phase = phases.compute(
                id, (name, known) -> known != null && known.state == state ? known : new Phase(state, Instant.now()));
        return ill != null && ill.since() != null ? ill.since() : phase.since;
    }

    private static State state(String id, RouteController controller, @Nullable Ill ill) {
        if (isRestarting(id, controller)) {
            return State.STARTING;
        }
        ServiceStatus status = controller.getRouteStatus(id);
        if (status == null || status.isStopped() || status.isStopping()) {
            return State.STOPPED;
        }
        if (status.isSuspended() || status.isSuspending()) {
            return State.SUSPENDED;
        }
        if (!status.isStarted()) {
            return State.STARTING;
        }
        return ill == null ? State.STARTED : State.DOWN;
    }

    private static boolean isRestarting(String id, RouteController controller) {
        return controller instanceof SupervisingRouteController supervising
                && supervising.getRestartingRoutes().stream()
                        .anyMatch(route -> route.getRouteId().equals(id));
    }

    private static @Nullable Ill ill(Route route, RouteController controller) {
        if (controller instanceof SupervisingRouteController supervising) {
            Throwable thrown = supervising.getRestartException(route.getRouteId());
            if (thrown != null) {
                Failure failure = Failure.in(thrown);
                return new Ill(String.valueOf(thrown.getMessage()), failure == null ? null : failure.cure(), null);
            }
        }
        Consumer source = route.getConsumer();
        HealthCheck check = source instanceof HealthCheckAware aware ? aware.getHealthCheck() : null;
        if (check == null) {
            return null;
        }
        HealthCheck.Result result = check.call();
        if (result.getState() != HealthCheck.State.DOWN) {
            return null;
        }
        return new Ill(
                result.getMessage().orElse("its source is down"),
                HealthDetails.text(result.getDetails().get("cure")),
                HealthDetails.moment(result.getDetails().get("since")));
    }

    private @Nullable Long lag(String route) {
        Gauge lag = meters.find(LAG).tag("route", route).gauge();
        return lag == null ? null : (long) lag.value();
    }
}
