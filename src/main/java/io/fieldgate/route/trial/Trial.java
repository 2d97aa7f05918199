package io.fieldgate.route.trial;

import io.fieldgate.bridge.BridgeTrial;
import io.fieldgate.bridge.jafka.JafkaComponent;
import io.fieldgate.bridge.jms.JmsComponent;
import io.fieldgate.bridge.rabbitmq.RabbitMqComponent;
import io.fieldgate.bridge.redis.RedisComponent;
import io.fieldgate.bridge.zeromq.ZeroMqTrial;
import io.fieldgate.database.DatabaseTrial;
import io.fieldgate.file.IntakeTrial;
import io.fieldgate.http.IngestTrial;
import io.fieldgate.lake.LakeTrial;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.mqtt.MqttTrial;
import io.fieldgate.notify.WebhookTrial;
import io.fieldgate.route.RouteConfiguration;
import io.fieldgate.topic.TopicTrial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Routes in a Camel context of their own whose ends are replaced. Their sources never start; what would have come from them
 * is given by hand, and what comes out is kept. One thread at a time.
 */
final class Trial implements AutoCloseable {
    private static final long SETTLED_NANOS = Duration.ofMillis(30).toNanos();

    private final DefaultCamelContext camel = new DefaultCamelContext(false);
    private final TopicTrial topics;
    private final Deliveries deliveries;
    private final Outputs outputs = new Outputs();
    /** Whether a message may go on after its route has ended. */
    private boolean beside;

    private long clock;

    /** @param steps sees every step, or null */
    private Trial(Settings settings, @Nullable InterceptStrategy steps) {
        topics = new TopicTrial(settings.kafka(), settings.topics(), outputs::stored);
        // Everything starts but the sources.
        camel.setAutoStartup(false);
        camel.setLoadTypeConverters(false);
        camel.disableJMX();
        // It would set options of the components that are replaced.
        camel.setAutowiredEnabled(false);
        camel.build();
        camel.getShutdownStrategy().setTimeout(1);
        camel.getCamelContextExtension().addContextPlugin(ComponentResolver.class, new Replaced(outputs::sent));
        camel.addComponent("topic", topics.component());
        camel.addComponent("mqtt", MqttTrial.component(() -> clock, outputs::published));
        camel.addComponent("database", DatabaseTrial.component(settings.tables(), outputs::row));
        camel.addComponent("lake", LakeTrial.component(settings.tables().tables(), outputs::row));
        camel.addComponent("webhook", WebhookTrial.component(settings.webhooks(), outputs::posted));
        camel.addComponent("rabbitmq", new RabbitMqComponent());
        camel.addComponent("redis", new RedisComponent());
        camel.addComponent("broker", new JmsComponent());
        camel.addComponent("zeromq", ZeroMqTrial.component());
        camel.addComponent("jafka", new JafkaComponent());
        camel.getCamelContextExtension()
                .registerEndpointCallback(BridgeTrial.endpoints(settings::property, outputs::given));
        camel.addComponent("ingest", IngestTrial.component(settings.ingest()));
        camel.addComponent("intake", IntakeTrial.component(settings.intake()));
        DeadLetterQueue deadLetters =
                letter -> outputs.burying(() -> topics.deadLetters().put(letter));
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, deadLetters);
        deliveries = new Deliveries(topics, deadLetters, outputs);
        camel.getPropertiesComponent().addPropertiesSource(new Named(settings));
        RouteConfiguration.bringFailuresBack(camel);
        camel.getCamelContextExtension().addInterceptStrategy((context, step, target, next) -> {
            beside |= step instanceof WireTapDefinition<?>;
            return target;
        });
        if (steps != null) {
            camel.getCamelContextExtension().addInterceptStrategy(steps);
        }
    }

    private record Named(Settings settings) implements PropertiesSource {
        @Override
        public String getName() {
            return "configuration";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return settings.property(name);
        }
    }

    /**
     * Loads route files, and the templates that the gateway brings along.
     *
     * @param steps sees every step, or null
     * @throws Mistake when Camel cannot make routes of them
     */
    static Trial of(Settings settings, List<Path> files, @Nullable InterceptStrategy steps) {
        Trial trial = new Trial(settings, steps);
        try {
            trial.load(files);
            return trial;
        } catch (Exception wrong) {
            trial.close();
            String names = files.stream().map(TestFiles::shown).collect(Collectors.joining(", "));
            throw new Mistake(names + ": " + Mistake.root(wrong), wrong);
        }
    }

    private void load(List<Path> files) throws Exception {
        List<Resource> resources = new ArrayList<>(RouteTemplates.resources());
        for (Path file : files) {
            resources.add(ResourceHelper.resolveMandatoryResource(camel, "file:" + file));
        }
        List<RoutesBuilder> builders =
                new ArrayList<>(PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resources));
        // The order in which the gateway does it: what holds for all, then routes and templates, then what uses these.
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                camel.addRoutesConfigurations(configurations);
            }
        }
        for (RoutesBuilder builder : builders) {
            camel.addRoutes(builder);
        }
        for (RoutesBuilder builder : builders) {
            camel.addTemplatedRoutes(builder);
        }
        camel.start();
        for (Route route : camel.getRoutes()) {
            beside |= route.getEndpoint() instanceof SedaEndpoint;
            if (route.getEndpoint() instanceof DirectEndpoint || route.getEndpoint() instanceof SedaEndpoint) {
                camel.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    /**
     * Gives something to a route and waits until all is done that follows from it.
     *
     * @return what came out, in order
     * @throws Mistake when the route takes no such thing
     */
    List<Output> give(Given given) throws Exception {
        clock = given.at();
        try {
            deliveries.deliver(route(given.route()), given);
        } catch (IllegalArgumentException notTaken) {
            throw new Mistake(given.place() + ": " + notTaken.getMessage(), notTaken);
        }
        awaitQuiet();
        return outputs.take();
    }

    /**
     * Puts a message into a route, behind whatever its source does, and waits until all is done that follows from it.
     *
     * @return what came out, in order
     */
    List<Output> enter(String route, Consumer<Exchange> fill) throws InterruptedException {
        clock = System.currentTimeMillis();
        deliveries.enter(route(route), fill);
        awaitQuiet();
        return outputs.take();
    }

    /** Also for what runs beside the message, by seda: or a wire tap: between two threads nobody has it for a moment. */
    private void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + Deliveries.PATIENCE.toNanos();
        long quiet = System.nanoTime();
        while (!isQuiet() || (beside && System.nanoTime() - quiet < SETTLED_NANOS)) {
            if (System.nanoTime() > deadline) {
                outputs.add(Deliveries.late());
                return;
            }
            Thread.sleep(1);
            quiet = isQuiet() ? quiet : System.nanoTime();
        }
    }

    private boolean isQuiet() {
        return camel.getInflightRepository().size() == 0
                && camel.getEndpoints().stream()
                        .noneMatch(endpoint -> endpoint instanceof SedaEndpoint seda && seda.getCurrentQueueSize() > 0);
    }

    private Route route(@Nullable String id) {
        if (id != null && camel.getRoute(id) != null) {
            return camel.getRoute(id);
        }
        TreeSet<String> ids =
                camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toCollection(TreeSet::new));
        if (id == null && ids.size() == 1) {
            return camel.getRoute(ids.first());
        }
        throw new IllegalArgumentException(
                (id == null ? "'route' is missing" : "there is no route '" + id + "'") + ", allowed are " + ids);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
