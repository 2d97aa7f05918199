package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares gateways that bring MQTT QoS 1 into Kafka with acks=all. */
@Command(
        name = "bench/mqtt-to-kafka",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Compares gateways that bring MQTT QoS 1 into Kafka with acks=all.")
final class MqttToKafka implements Callable<Integer> {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Path RESULTS = Path.of("target", "bench");

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "fieldgate,camel,camel-manual,paho,netty,hivemq",
            description = "Who is measured, in this order.")
    private List<String> contenders = List.of();

    @Option(names = "--broker", defaultValue = "mosquitto", description = "mosquitto or artemis.")
    private String broker = "";

    @Option(names = "--devices", defaultValue = "100", description = "Devices, each with a topic of its own.")
    private int devices;

    @Option(names = "--burst", defaultValue = "100000", description = "Messages of the measurement of throughput.")
    private int burst;

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MqttToKafka()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = new Plan(
                devices,
                4,
                options.payload(),
                options.orQuick(300_000, 60_000),
                6_000,
                options.orQuick(30, 15),
                2_000,
                options.orQuick(20, 10),
                burst);
        List<Contender> wanted = contenders.stream().map(Contender::of).toList();
        Report report = new Report();
        try (Workbench workbench = new Workbench(java.list())) {
            Part kafka = KafkaNode.start(workbench);
            Brokers brokers = new Brokers(MqttBroker.start(workbench, broker), kafka, kafka.await("ready", START));
            var unused = Trial.run(workbench, brokers, plan.rehearsal(), Contender.NETTY, 0);
            for (int round = 1; round <= rounds.count(); round++) {
                for (Contender contender : Rounds.turns(wanted, round)) {
                    report.add(contender, measure(workbench, brokers, plan, contender, round));
                }
            }
        }
        publish(report, plan);
        return 0;
    }

    /** One that fails must not cost the figures of the others. */
    private static Map<Figure, Double> measure(
            Workbench workbench, Brokers brokers, Plan plan, Contender contender, int round) throws Exception {
        try {
            Map<Figure, Double> figures = Trial.run(workbench, brokers, plan, contender, round);
            System.err.println("round " + round + ": " + contender.label() + " " + figures);
            return figures;
        } catch (IOException | IllegalStateException failure) {
            System.err.println("round " + round + ": " + contender.label() + " failed: " + failure.getMessage());
            return Map.of();
        }
    }

    private void publish(Report report, Plan plan) throws IOException {
        String text = report.markdown(plan) + "\n" + Machine.describe() + "; contenders with " + java + ", MQTT broker "
                + broker + ", " + plan + "\n";
        Files.createDirectories(RESULTS);
        Files.writeString(RESULTS.resolve("mqtt-to-kafka.md"), text);
        Files.writeString(RESULTS.resolve("mqtt-to-kafka.svg"), Plot.svg(report.summary()));
        System.out.println(text + "\nAlso in " + RESULTS + ": mqtt-to-kafka.md, mqtt-to-kafka.svg");
    }
}
