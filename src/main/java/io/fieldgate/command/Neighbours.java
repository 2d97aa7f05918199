package io.fieldgate.command;

import io.fieldgate.bridge.jafka.JafkaProbe;
import io.fieldgate.bridge.jafka.JafkaProperties;
import io.fieldgate.bridge.jms.BrokerProbe;
import io.fieldgate.bridge.jms.JmsProperties;
import io.fieldgate.bridge.rabbitmq.RabbitMqProbe;
import io.fieldgate.bridge.rabbitmq.RabbitMqProperties;
import io.fieldgate.bridge.redis.RedisProbe;
import io.fieldgate.bridge.redis.RedisProperties;
import io.fieldgate.bridge.zeromq.ZeroMqProbe;
import io.fieldgate.bridge.zeromq.ZeroMqProperties;
import io.fieldgate.lake.LakeProbe;
import io.fieldgate.lake.LakeProperties;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.route.lint.RouteGraph.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Other brokers and the lake, each looked at when a route uses it. */
final class Neighbours {
    private static final String ZEROMQ = "zeromq";
    private static final String LAKE = "lake";
    /** Hadoop takes seconds to be loaded, and an object store its time. */
    private static final Duration LAKE_LONGEST = Duration.ofSeconds(15);

    private final Binder binder;
    private final Certificates certificates;
    private final List<End> ends;
    private final Duration patience;

    Neighbours(Environment environment, List<End> ends, Duration patience) {
        this.binder = Binder.get(environment);
        this.certificates = new Certificates(environment);
        this.ends = ends;
        this.patience = patience;
    }

    /** One look for each, so that none waits for another. */
    List<Look> looks() {
        List<Look> looks = new ArrayList<>();
        looks.add(look("rabbitmq", this::rabbitMq));
        looks.add(look("redis", this::redis));
        looks.add(look("broker", this::broker));
        Set<String> sockets = sockets();
        sockets.forEach(name -> looks.add(look(ZEROMQ, () -> zeroMq(name))));
        if (sockets.isEmpty()) {
            looks.add(look(ZEROMQ, () -> unused(ZEROMQ)));
        }
        looks.add(look("jafka", this::jafka));
        looks.add(new Look(LAKE, LAKE_LONGEST, () -> found(LAKE, this::lake)));
        return looks;
    }

    private Look look(String scheme, Callable<Diagnosis> probe) {
        return new Look(scheme, () -> found(scheme, probe));
    }

    private List<Diagnosis> found(String scheme, Callable<Diagnosis> probe) throws Exception {
        return List.of(of(scheme).isEmpty() ? unused(scheme) : probe.call());
    }

    /** The ends that use the server of the configuration. */
    private List<End> of(String scheme) {
        return ends.stream()
                .filter(end -> end.scheme().equals(scheme) && end.server() == null)
                .toList();
    }

    private Diagnosis unused(String scheme) {
        return Diagnosis.unused(
                scheme,
                ends.stream().anyMatch(end -> end.scheme().equals(scheme))
                        ? "not looked at: the routes name servers of their own"
                        : "no route uses it");
    }

    /** What stands behind the scheme, without those that a property names. */
    private Set<String> paths(String scheme, Predicate<End> which) {
        return of(scheme).stream()
                .filter(which)
                .map(End::path)
                .filter(path -> !path.contains("{{"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private <T> T properties(String section, Class<T> type) {
        return binder.bindOrCreate(section, type);
    }

    private Diagnosis rabbitMq() throws InterruptedException {
        RabbitMqProperties properties = properties("fieldgate.rabbitmq", RabbitMqProperties.class);
        return new RabbitMqProbe(properties, certificates.of("fieldgate.rabbitmq", properties.sslBundle()), patience)
                .look(paths("rabbitmq", End::isSource), paths("rabbitmq", end -> !end.isSource()));
    }

    private Diagnosis redis() throws InterruptedException {
        RedisProperties properties = properties("fieldgate.redis", RedisProperties.class);
        return new RedisProbe(properties, certificates.of("fieldgate.redis", properties.sslBundle()), patience)
                .look(paths("redis", end -> true));
    }

    private Diagnosis broker() throws InterruptedException {
        JmsProperties properties = properties("fieldgate.broker", JmsProperties.class);
        return new BrokerProbe(properties, certificates.of("fieldgate.broker", properties.sslBundle())).look();
    }

    /** The pattern stands before the name: {@code pull:meters}. */
    private Set<String> sockets() {
        return paths(ZEROMQ, end -> true).stream()
                .map(path -> path.substring(path.indexOf(':') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Diagnosis zeroMq(String name) throws InterruptedException {
        return new ZeroMqProbe(properties("fieldgate.zeromq", ZeroMqProperties.class), patience).look(name);
    }

    private Diagnosis jafka() throws InterruptedException {
        return new JafkaProbe(properties("fieldgate.jafka", JafkaProperties.class), patience)
                .look(paths("jafka", end -> true));
    }

    private Diagnosis lake() {
        String table = of(LAKE).get(0).path();
        return new LakeProbe(properties("fieldgate.lake", LakeProperties.class)).look(table);
    }
}
