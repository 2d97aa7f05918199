package io.fieldgate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares routes that bring the queues of other brokers into Kafka with loops written by hand. */
@Command(
        name = "bench/bridges",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Compares routes that bring the queues of other brokers into Kafka with loops written by hand.")
final class Bridges implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 6;
    private static final String HEADERS = "loop-headers";

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "loop,fieldgate",
            description =
                    "loop: by hand. loop-headers: the same with the headers that all of Fieldgate's records have.")
    private List<String> contenders = List.of();

    @Option(
            names = "--neighbours",
            split = ",",
            defaultValue = "redis,redis-list,rabbitmq,activemq,stomp,amqp,zeromq,jafka",
            description =
                    "redis, redis-list: a stream or a list of redis-server. rabbitmq: a queue of Debian's rabbitmq-server."
                            + " activemq, stomp: a queue of ActiveMQ Classic by OpenWire or STOMP. amqp: one of Artemis by AMQP"
                            + " 1.0. zeromq: a PULL socket. jafka: a topic of Jafka.")
    private List<String> neighbours = List.of();

    @Option(names = "--messages", defaultValue = "300000", description = "Messages that are measured.")
    private int messages;

    @Option(names = "--payload", defaultValue = "200", description = "Bytes of a message.")
    private int payload;

    @Option(
            names = "--in-flight",
            description = "maxInFlight of the route, instead of its default; that of a loop is 1000, or has no bounds.")
    private @Nullable Integer inFlight;

    @Option(names = "--warm-up", defaultValue = "1000000", description = "Messages before that.")
    private int warmUp;

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bridges()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Workbench workbench = new Workbench(java.list())) {
            Part kafka = KafkaNode.start(workbench);
            String servers = kafka.await("ready", PATIENCE);
            System.out.printf(
                    "%-10s %-12s %12s %16s %12s %16s%n",
                    "neighbour", "contender", "messages/s", "CPU us/message", "CPU ns/byte", "peak memory MiB");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                for (String name : neighbours) {
                    measure(workbench, admin, servers, name);
                }
            }
        }
        return 0;
    }

    private void measure(Workbench workbench, Admin admin, String servers, String name) throws Exception {
        try (Neighbour neighbour = start(workbench, name)) {
            // The first would meet a Kafka and a broker that are not warm, and be the slower for it.
            var unused = measure(workbench, admin, servers, neighbour, name, "loop", 0);
            for (int round = 1; round <= rounds.count(); round++) {
                for (String contender : Rounds.turns(contenders, round)) {
                    System.out.println(measure(workbench, admin, servers, neighbour, name, contender, round));
                }
            }
        }
    }

    private static Neighbour start(Workbench workbench, String name) throws Exception {
        return switch (name) {
            case "redis" -> new RedisNeighbour(workbench, false);
            case "redis-list" -> new RedisNeighbour(workbench, true);
            case "rabbitmq" -> new RabbitMqNeighbour();
            case "activemq" -> new JmsNeighbour(workbench, "tcp");
            case "stomp", "amqp" -> new JmsNeighbour(workbench, name);
            case "zeromq" -> new ZeroMqNeighbour();
            case "jafka" -> new JafkaNeighbour(workbench);
            default ->
                throw new IllegalArgumentException(
                        "--neighbours are redis, redis-list, rabbitmq, activemq, stomp, amqp,"
                                + " zeromq and jafka, not " + name);
        };
    }

    private String measure(
            Workbench workbench,
            Admin admin,
            String servers,
            Neighbour neighbour,
            String name,
            String contender,
            int round)
            throws Exception {
        String topic = name + "-" + contender + "-" + round;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get();
        neighbour.makeQueue(topic);
        neighbour.fill(topic, warmUp, payload);
        Part part = start(workbench, servers, neighbour, contender, topic);
        Consumption consumption = new Consumption(part);
        Growth growth = new Growth(admin, topic, PARTITIONS, consumption);
        long warmed = growth.await(warmUp);
        // What it costs the broker to be filled is none of the contender's time.
        part.freeze();
        neighbour.fill(topic, messages, payload);
        Duration before = consumption.cpu();
        long begun = System.nanoTime();
        part.thaw();
        long stored = growth.await((long) warmUp + messages) - warmed;
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpu = consumption.cpu().minus(before).toNanos() / (double) stored;
        String line = String.format(
                Locale.ROOT,
                "%-10s %-12s %,12.0f %16.2f %12.2f %16s",
                name,
                contender,
                stored / seconds,
                cpu / 1e3,
                cpu / payload,
                consumption.peakMemory());
        part.stop();
        admin.deleteTopics(List.of(topic)).all().get();
        return line;
    }

    private Part start(Workbench workbench, String servers, Neighbour neighbour, String contender, String topic)
            throws IOException {
        if (contender.equals("fieldgate")) {
            return FieldgateRun.start(workbench, topic, servers, route(neighbour, topic), neighbour.environment());
        }
        List<String> options = new ArrayList<>(workbench.jvm());
        if (contender.equals(HEADERS)) {
            options.add("-D" + CommonHeaders.PROPERTY + "=true");
        } else if (!contender.equals("loop")) {
            throw new IllegalArgumentException("--contenders are loop, loop-headers and fieldgate, not " + contender);
        }
        return workbench.java(topic, options, neighbour.loop(), servers, topic, neighbour.address(), topic);
    }

    private String route(Neighbour neighbour, String topic) {
        return """
                - route:
                    id: bench
                    from:
                      uri: "%s"
                      parameters: { %s }
                      steps:
                        - to: "topic:%s"
                """.formatted(neighbour.uri(topic), inFlight == null ? "" : "maxInFlight: " + inFlight, topic);
    }
}
