package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares ways to bring the lines of a file into Kafka with acks=all. */
@Command(
        name = "bench/file-to-kafka",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Compares ways to bring the lines of a file into Kafka with acks=all.")
final class FileToKafka implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "loop,ndjson,ndjson-json,csv",
            description =
                    "loop: lines to a producer, by hand. loop-headers: the same with the headers of Fieldgate's records."
                            + " ndjson, csv: Fieldgate. ndjson-json: with its key from the payload and every line"
                            + " checked to be JSON. perf-test: kafka-producer-perf-test. connect: Kafka"
                            + " Connect's FileStreamSource. kcat: kcat -l, which must be installed.")
    private List<String> contenders = List.of();

    @Option(
            names = "--lines",
            defaultValue = "1000000",
            description = "Lines that are measured, of 200 bytes; 25000000 are 5 GB.")
    private int lines;

    @Option(names = "--warm-up", defaultValue = "300000", description = "Lines before that.")
    private int warmUp;

    @Option(names = "--retain", defaultValue = "1024", description = "MiB of each topic that Kafka keeps.")
    private int retain;

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private JavaOptions java = new JavaOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FileToKafka()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Workbench workbench = new Workbench(java.list())) {
            Part kafka = KafkaNode.start(workbench);
            String servers = kafka.await("ready", PATIENCE);
            LineFiles files = new LineFiles(workbench.folder("data"), warmUp, lines);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                // The first would meet a Kafka that is not warm, and be the slower for it.
                var unused = measure(workbench, admin, servers, files, "loop", 0);
                System.out.printf(
                        "%-12s %12s %12s %16s %24s%n",
                        "contender", "lines/s", "CPU us/line", "peak memory MiB", "heap MiB, before/after GC");
                for (int round = 1; round <= rounds.count(); round++) {
                    for (String contender : Rounds.turns(contenders, round)) {
                        try {
                            System.out.println(measure(workbench, admin, servers, files, contender, round));
                        } catch (IOException missing) {
                            System.out.printf("%-12s %s%n", contender, missing.getMessage());
                        }
                    }
                }
            }
        }
        return 0;
    }

    private String measure(Workbench workbench, Admin admin, String servers, LineFiles files, String name, int round)
            throws Exception {
        FileContender contender = FileContender.named(name);
        String topic = "lines-" + name + "-" + round;
        Path folder = workbench.folder("of-" + name + "-" + round);
        HeapLog heap = new HeapLog(folder.resolve("gc.log"));
        FileContender.Race race = new FileContender.Race(workbench, servers, topic, files, folder, heap);
        Path warm = files.warmUp(contender.isCsv());
        Path measured = files.measured(contender.isCsv());
        long bytes = retain * 1024L * 1024L / PARTITIONS;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)
                        .configs(Map.of(
                                "retention.bytes", String.valueOf(bytes),
                                "segment.bytes", String.valueOf(Math.max(bytes / 4, 16L * 1024 * 1024))))))
                .all()
                .get();
        Part part = contender.start(race);
        if (contender.isDropped()) {
            contender.give(warm, race);
        }
        Consumption consumption = new Consumption(part);
        Growth growth = new Growth(admin, topic, PARTITIONS, consumption);
        long warmed = growth.await(warmUp);
        long begun = System.nanoTime();
        Duration before = consumption.cpu();
        if (contender.isDropped()) {
            contender.give(measured, race);
        }
        long stored = growth.await((long) warmUp + lines) - warmed;
        double seconds = (System.nanoTime() - begun) / 1e9;
        String line = String.format(
                Locale.ROOT,
                "%-12s %,12.0f %12.2f %16s %24s",
                name,
                stored / seconds,
                consumption.cpu().minus(before).toNanos() / 1e3 / stored,
                consumption.peakMemory(),
                heap.peak());
        part.stop();
        admin.deleteTopics(List.of(topic)).all().get();
        return line;
    }
}
