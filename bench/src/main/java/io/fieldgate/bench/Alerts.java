package io.fieldgate.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares ways to judge the readings of a fleet by five rules. */
@Command(
        name = "bench/alerts",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Compares ways to judge the readings of a Kafka topic by five alert rules, each device for itself.")
final class Alerts implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PARTITIONS = 4;
    /** Readings that wait for a contender at once: produced before a broker takes it for dead. */
    private static final int BACKLOG = 200_000;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "count,fieldgate,camel",
            description =
                    "count: plain Kafka Streams, which counts the readings of each device and judges nothing. fieldgate:"
                            + " ./fieldgate run. rocksdb: the same with its state on disk. camel: stock Camel with a map.")
    private List<String> contenders = List.of();

    @Option(names = "--devices", description = "Devices, which take turns. 100000, with --quick 10000.")
    private int devices;

    @Option(names = "--records", description = "Readings that are measured. 1000000, with --quick 200000.")
    private int records;

    @Option(names = "--rate", defaultValue = "2000", description = "Readings a second while the delay is measured.")
    private int rate;

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Alerts()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        devices = devices == 0 ? options.orQuick(100_000, 10_000) : devices;
        records = records == 0 ? options.orQuick(1_000_000, 200_000) : records;
        try (Workbench workbench = new Workbench(java.list())) {
            String servers = KafkaNode.start(workbench).await("ready", PATIENCE);
            System.out.println(
                    "| contender | readings/s | CPU µs/reading | state bytes/device | p50 ms | p99 ms | missed |"
                            + " first start s | start with state s | peak memory MiB |");
            System.out.println("|---|" + "---:|".repeat(9));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                for (int round = 1; round <= rounds.count(); round++) {
                    for (String contender : Rounds.turns(contenders, round)) {
                        measure(workbench, admin, servers, contender, contender + "-" + round);
                    }
                }
            }
        }
        System.out.println("\n" + Machine.describe() + "; contenders with " + java + ", " + devices + " devices, "
                + options.payload() + " bytes");
        return 0;
    }

    private void measure(Workbench workbench, Admin admin, String servers, String contender, String name)
            throws Exception {
        AlertContender of = AlertContender.of(contender, name, servers);
        admin.createTopics(List.of(
                        new NewTopic(of.readings(), PARTITIONS, (short) 1),
                        new NewTopic(of.alerts(), Optional.of(1), Optional.empty())
                                .configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
        Progress progress = new Progress(admin, of.readings(), PARTITIONS, of.group(), PATIENCE);
        int warmUp = Math.max(3 * devices, options.orQuick(600_000, 60_000));
        try (Fleet fleet = new Fleet(servers, of.readings(), devices, options.payload(), warmUp + records)) {
            fleet.send(1);
            Duration first = started(of, workbench, progress);
            Part part = of.part();
            fleet.send(warmUp - 1);
            progress.await(part);
            Duration cpu = Duration.ZERO;
            Duration time = Duration.ZERO;
            for (int left = records; left > 0; left -= BACKLOG) {
                part.freeze();
                fleet.send(Math.min(left, BACKLOG));
                Duration before = part.cpu();
                long begun = System.nanoTime();
                part.thaw();
                progress.await(part);
                time = time.plusNanos(System.nanoTime() - begun);
                cpu = cpu.plus(part.cpu().minus(before));
            }
            String changelog = of.changelog();
            String state =
                    changelog == null ? "-" : "%,.0f".formatted((double) StateSize.of(servers, changelog) / devices);
            Phase delay;
            String missed;
            try (Detection detection = new Detection(servers, of.alerts(), fleet, rate * options.orQuick(20, 5))) {
                fleet.paced(rate, options.orQuick(20, 5));
                progress.await(part);
                // Who judges nothing misses nothing.
                missed = contender.equals("count") ? "-" : String.valueOf(detection.missed());
                delay = detection.delays();
            }
            String memory = part.peakMemory().map(String::valueOf).orElse("?");
            part.stop();
            fleet.send(1);
            Duration again = started(of, workbench, progress);
            of.part().stop();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %s | %s | %s | %s | %.1f | %.1f | %s |%n",
                    contender,
                    records * 1e9 / time.toNanos(),
                    cpu.toNanos() / 1e3 / records,
                    state,
                    Figure.P50.format(delay.percentile(50)),
                    Figure.P99.format(delay.percentile(99)),
                    missed,
                    first.toMillis() / 1e3,
                    again.toMillis() / 1e3,
                    memory);
        } finally {
            admin.deleteTopics(List.of(of.readings(), of.alerts())).all().get();
        }
    }

    /** How long it takes until everything in the topic has been judged. */
    private static Duration started(AlertContender contender, Workbench workbench, Progress progress) throws Exception {
        long begun = System.nanoTime();
        contender.start(workbench);
        progress.await(contender.part());
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
