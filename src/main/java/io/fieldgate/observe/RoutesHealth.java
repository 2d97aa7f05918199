package io.fieldgate.observe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Routes by their state; of those that are not well since when, why, and what helps. Down while a route that should run
 * does not, or is kept from going on; one that somebody has stopped is shown and is no fault. Asks nobody, so it never waits.
 */
final class RoutesHealth implements HealthIndicator {
    private final RouteBoard board;
    private final Predicate<RouteView> shown;

    /** @param shown which routes it is about */
    RoutesHealth(RouteBoard board, Predicate<RouteView> shown) {
        this.board = board;
        this.shown = shown;
    }

    @Override
    public Health health() {
        List<RouteView> routes = board.routes().stream().filter(shown).toList();
        boolean down = routes.stream().anyMatch(RoutesHealth::isDown);
        Health.Builder health = down ? Health.down() : Health.up();
        routes.forEach(route -> health.withDetail(route.id(), detail(route)));
        return health.build();
    }

    private static boolean isDown(RouteView route) {
        return route.state() == RouteView.State.DOWN || route.state() == RouteView.State.STARTING;
    }

    private static Map<String, Object> detail(RouteView route) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("state", route.state().name().toLowerCase(Locale.ROOT));
        detail.put("since", route.since().toString());
        if (route.reason() != null) {
            detail.put("cause", route.reason());
        }
        if (route.cure() != null) {
            detail.put("cure", route.cure());
        }
        return detail;
    }
}
