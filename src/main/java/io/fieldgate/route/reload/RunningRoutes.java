package io.fieldgate.route.reload;

import io.fieldgate.message.Causes;
import io.fieldgate.route.reload.RouteSet.Shared;
import io.fieldgate.route.reload.RouteSet.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The routes of files in a Camel context. One set of them becomes another wholly or not at all, and only routes that differ
 * stop: their sources first, then what is inside has its time to be stored and acknowledged. One thread at a time.
 */
final class RunningRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);
    private static final long LOOK_MILLIS = 2;
    /** For a route that has had its time already. */
    private static final long STOP_SECONDS = 5;

    private final CamelContext camel;
    private final Model model;
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, List<RouteDefinition>> definitions = new LinkedHashMap<>();
    private final Map<String, Shared> shared = new LinkedHashMap<>();
    private final Map<String, Definitions> sharedDefinitions = new LinkedHashMap<>();
    private boolean started;

    RunningRoutes(CamelContext camel) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        // See forgetExpressions(); a route makes its expressions once.
        camel.getGlobalOptions().put(Exchange.MAXIMUM_SIMPLE_CACHE_SIZE, "1");
    }

    /** What a file has brought for the routes of all files. */
    private record Definitions(
            List<RouteTemplateDefinition> templates, List<RouteConfigurationDefinition> configurations) {}

    /** What is there. */
    RouteSet now() {
        return new RouteSet(new LinkedHashMap<>(units), new LinkedHashMap<>(shared));
    }

    /** The ids of the routes that an entry has made; empty when it is not there. */
    List<String> ids(String key) {
        return definitions.getOrDefault(key, List.of()).stream()
                .map(RouteDefinition::getRouteId)
                .toList();
    }

    /** From now on routes are started when they are added. Until then Camel does it, when all of them are there. */
    void started() {
        started = true;
    }

    /** @throws RouteRefused when it cannot be; then what was there before is there again */
    void become(RouteSet wanted) throws RouteRefused {
        RouteSet before = now();
        try {
            apply(wanted);
        } catch (RouteRefused | RuntimeException | LinkageError refused) {
            putBack(before);
            throw refused;
        }
    }

    private void apply(RouteSet wanted) throws RouteRefused {
        RouteDifference difference = RouteDifference.between(now(), wanted);
        remove(both(difference.removed(), difference.changed()));
        for (String file : difference.shared()) {
            share(file, wanted.shared().get(file));
        }
        List<String> coming = wanted.units().keySet().stream()
                .filter(key -> !units.containsKey(key))
                .toList();
        for (String key : coming) {
            add(key, Objects.requireNonNull(wanted.units().get(key)));
        }
        for (String key : coming) {
            start(key);
        }
    }

    private void putBack(RouteSet before) {
        RouteDifference difference = RouteDifference.between(now(), before);
        remove(both(difference.removed(), difference.changed()));
        for (String file : difference.shared()) {
            try {
                share(file, before.shared().get(file));
            } catch (RouteRefused impossible) {
                LOG.error(
                        "What the routes share cannot be put back: {} Correct the file, or restart the gateway.",
                        impossible.getMessage());
            }
        }
        before.units().forEach((key, unit) -> {
            if (!units.containsKey(key)) {
                addAgain(key, unit);
            }
        });
    }

    private void addAgain(String key, Unit unit) {
        try {
            add(key, unit);
        } catch (RouteRefused gone) {
            LOG.error(
                    "A route cannot be put back and does not run any more: {} Correct its file, or restart the gateway.",
                    gone.getMessage());
            return;
        }
        try {
            start(key);
        } catch (RouteRefused away) {
            LOG.warn("A route is put back, and starts when it can: {}", away.getMessage());
        }
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void add(String key, Unit unit) throws RouteRefused {
        List<RouteDefinition> before = List.copyOf(model.getRouteDefinitions());
        try {
            // Camel would take the place of a route of the same id without a word.
            if (!unit.id().isEmpty() && model.getRouteDefinition(unit.id()) != null) {
                throw new IllegalArgumentException("there is another route of this id");
            }
            RoutesBuilder builder = EntryLoader.load(camel, unit.file(), unit.entries());
            camel.addRoutes(builder);
            camel.addTemplatedRoutes(builder);
        } catch (Exception | LinkageError refused) {
            forget(since(before, model.getRouteDefinitions()));
            throwWhatIsNoRoutesFault(refused);
            throw refused(unit, refused);
        }
        units.put(key, unit);
        definitions.put(key, since(before, model.getRouteDefinitions()));
    }

    /** A gateway that is configured to do what it must not does not start at all. */
    private void throwWhatIsNoRoutesFault(Throwable refused) {
        if (!started) {
            for (Throwable cause : Causes.of(refused)) {
                if (cause instanceof InvalidConfigurationPropertyValueException configuration) {
                    throw configuration;
                }
            }
        }
    }

    /** Routes that are added to a context that runs are started by nobody else when routes are supervised. */
    private void start(String key) throws RouteRefused {
        if (!started) {
            return;
        }
        RouteRefused first = null;
        for (String id : ids(key)) {
            Route route = camel.getRoute(id);
            if (route != null && route.getProperties().containsKey(Route.SUPERVISED)) {
                try {
                    camel.getRouteController().startRoute(id);
                } catch (Exception failed) {
                    RouteRefused refused = refused(Objects.requireNonNull(units.get(key)), failed);
                    first = first == null ? refused : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RouteRefused refused(Unit unit, Throwable cause) {
        String what = unit.id().isEmpty() ? "route" : "route '" + unit.id() + "'";
        return new RouteRefused(unit.file().name(), unit.place(), what, cause);
    }

    private void remove(List<String> keys) {
        drain(keys.stream()
                .flatMap(key -> ids(key).stream())
                .map(camel::getRoute)
                .filter(Objects::nonNull)
                .toList());
        for (String key : keys) {
            forget(definitions.getOrDefault(key, List.of()));
            definitions.remove(key);
            units.remove(key);
        }
    }

    /**
     * Nothing new is taken; what is inside gets as long as at the end of the gateway. Routes that others send to, which Camel
     * would stop last too, go on until those others are empty.
     */
    private void drain(List<Route> routes) {
        Map<Boolean, List<Route>> bySource =
                routes.stream().collect(Collectors.partitioningBy(RunningRoutes::isFedByRoutes));
        suspend(bySource.getOrDefault(false, List.of()));
        suspend(bySource.getOrDefault(true, List.of()));
    }

    private static boolean isFedByRoutes(Route route) {
        return route.getConsumer() instanceof ShutdownAware source
                && source.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
    }

    /** Camel's own looks each second whether they are empty. */
    private void suspend(List<Route> routes) {
        for (Route route : routes) {
            if (route.getConsumer() instanceof Suspendable) {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
        long end = System.nanoTime()
                + camel.getShutdownStrategy()
                        .getTimeUnit()
                        .toNanos(camel.getShutdownStrategy().getTimeout());
        try {
            while (routes.stream().anyMatch(this::isBusy) && System.nanoTime() < end) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBusy(Route route) {
        return camel.getInflightRepository().size(route.getRouteId()) > 0
                || (route.getConsumer() instanceof ShutdownAware source && source.getPendingExchangesSize() > 0);
    }

    private void forget(List<RouteDefinition> leaving) {
        for (RouteDefinition definition : leaving) {
            String id = definition.getRouteId();
            try {
                if (id != null) {
                    camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
                    camel.removeRoute(id);
                }
                model.removeRouteDefinition(definition);
            } catch (Exception failed) {
                LOG.warn("Route {} did not stop as it should, nothing is lost: {}", id, failed.toString());
            }
        }
    }

    /** What a file has for others, in the place of what it had. */
    private void share(String file, @Nullable Shared wanted) throws RouteRefused {
        forgetExpressions();
        Definitions old = sharedDefinitions.remove(file);
        shared.remove(file);
        if (old != null) {
            model.getRouteTemplateDefinitions().removeAll(old.templates);
            model.getRouteConfigurationDefinitions().removeAll(old.configurations);
        }
        if (wanted == null) {
            return;
        }
        List<RouteTemplateDefinition> templates = List.copyOf(model.getRouteTemplateDefinitions());
        List<RouteConfigurationDefinition> configurations = List.copyOf(model.getRouteConfigurationDefinitions());
        try {
            camel.addRoutes(EntryLoader.load(camel, wanted.file(), wanted.entries()));
        } catch (Exception | LinkageError refused) {
            model.getRouteTemplateDefinitions().removeAll(since(templates, model.getRouteTemplateDefinitions()));
            model.getRouteConfigurationDefinitions()
                    .removeAll(since(configurations, model.getRouteConfigurationDefinitions()));
            throw new RouteRefused(file, file + ":1", "what the routes share", refused);
        }
        shared.put(file, wanted);
        sharedDefinitions.put(
                file,
                new Definitions(
                        since(templates, model.getRouteTemplateDefinitions()),
                        since(configurations, model.getRouteConfigurationDefinitions())));
    }

    /** Its language remembers them together with the beans that they named, and cannot be told to forget but by another. */
    private void forgetExpressions() {
        Language simple = camel.resolveLanguage("simple");
        for (String other : List.of("one", "another")) {
            var unused = simple.createExpression(other);
            var unusedToo = simple.createPredicate("'" + other + "' == 'one'");
        }
    }

    private static <T> List<T> since(List<T> before, Collection<T> now) {
        List<T> fresh = new ArrayList<>();
        for (T one : now) {
            if (before.stream().noneMatch(known -> known == one)) {
                fresh.add(one);
            }
        }
        return fresh;
    }
}
