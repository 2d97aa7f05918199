package io.fieldgate.observe.live;

import io.fieldgate.observe.HealthDetails;
import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.live.LiveEvent.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** Gathers what the gateway's own health checks say; none of them asks anybody, so it never waits. */
final class Troubles {
    private static final String OURS = "fieldgate";
    private static final String OUR_PACKAGES = "io.fieldgate.";
    private static final String TABLE = "database-";
    /** Spring leaves it out of names too. */
    private static final String SUFFIX = "HealthIndicator$";

    /** Parts of health that sum up routes and Kafka. */
    private static final Set<String> TOLD_ONE_BY_ONE = Set.of("routes", "sources", "kafkaCluster");

    private final CamelContext camel;
    private final Supplier<Map<String, HealthIndicator>> indicators;

    /** @param indicators by name */
    Troubles(CamelContext camel, Supplier<Map<String, HealthIndicator>> indicators) {
        this.camel = camel;
        this.indicators = indicators;
    }

    /** The worst first: what explains the others. */
    List<Trouble> now(List<RouteView> routes) {
        List<Trouble> troubles = new ArrayList<>();
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        if (registry != null) {
            registry.stream()
                    .filter(check -> OURS.equals(check.getGroup()))
                    .forEach(check -> addIfDown(troubles, check));
        }
        new TreeMap<>(indicators.get()).forEach((name, indicator) -> {
            if (indicator.getClass().getName().startsWith(OUR_PACKAGES) && !TOLD_ONE_BY_ONE.contains(name)) {
                addIfDown(troubles, name.replaceFirst(SUFFIX, ""), indicator.health());
            }
        });
        for (RouteView route : routes) {
            if (route.reason() != null) {
                troubles.add(new Trouble(
                        "route " + route.id(), Kind.ROUTE, route.id(), route.reason(), route.cure(), route.since()));
            }
        }
        troubles.sort(Comparator.comparingInt(Troubles::rank));
        return troubles;
    }

    private static int rank(Trouble trouble) {
        return switch (trouble.kind()) {
            case DISK -> 0;
            case KAFKA -> 1;
            case DATABASE -> 2;
            case ROUTE -> 3;
            default -> 4;
        };
    }

    private static void addIfDown(List<Trouble> troubles, HealthCheck check) {
        HealthCheck.Result result = check.call();
        Map<String, Object> details = result.getDetails();
        if (result.getState() != HealthCheck.State.DOWN || details.containsKey("route")) {
            return;
        }
        String id = check.getId();
        boolean table = id.startsWith(TABLE);
        troubles.add(new Trouble(
                table ? "table " + id.substring(TABLE.length()) : id,
                table ? Kind.DATABASE : Kind.KAFKA,
                null,
                result.getMessage().orElse("it is down"),
                HealthDetails.text(details.get("cure")),
                HealthDetails.moment(details.get("since"))));
    }

    private static void addIfDown(List<Trouble> troubles, String name, Health health) {
        if (!health.getStatus().equals(Status.DOWN)) {
            return;
        }
        Map<String, Object> details = health.getDetails();
        Object cause = details.get("cause");
        troubles.add(new Trouble(
                name,
                switch (name) {
                    case "disk" -> Kind.DISK;
                    case "alerts", "notifications" -> Kind.ALERTS;
                    default -> Kind.RELOAD;
                },
                null,
                cause == null ? String.valueOf(details) : cause.toString(),
                HealthDetails.text(details.get("cure")),
                HealthDetails.moment(details.get("since"))));
    }
}
