package io.fieldgate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
    private static final int LINE = 200;
    /** Room for everything before the padding. */
    private static final int DEVICES = 100;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "loop,ndjson,ndjson-json,csv",
            description =
                    "loop: lines to a producer, by hand. ndjson, csv: Fieldgate. ndjson-json: with its key from the payload"
                            + " and every line checked to be JSON.")
    private List<String> contenders = List.of();

    @Option(names = "--lines", defaultValue = "1000000", description = "Lines that are measured.")
    private int lines;

    @Option(names = "--warm-up", defaultValue = "300000", description = "Lines before that.")
    private int warmUp;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx256m", description = "Java options of the contenders.")
    private List<String> jvm = List.of();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FileToKafka()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Workbench workbench = new Workbench(jvm)) {
            Part kafka = KafkaNode.start(workbench);
            String servers = kafka.await("ready", PATIENCE);
            Path data = workbench.folder("data");
            for (boolean csv : new boolean[] {false, true}) {
                write(data.resolve(name("warm-up", csv)), warmUp, csv);
                write(data.resolve(name("measured", csv)), lines, csv);
            }
            System.out.printf("%-12s %12s %12s %14s%n", "contender", "lines/s", "CPU us/line", "peak memory MiB");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                for (String contender : contenders) {
                    measure(workbench, admin, servers, data, contender);
                }
            }
        }
        return 0;
    }

    private static String name(String what, boolean csv) {
        return what + (csv ? ".csv" : ".ndjson");
    }

    private void measure(Workbench workbench, Admin admin, String servers, Path data, String contender)
            throws Exception {
        boolean csv = contender.equals("csv");
        String topic = "lines-" + contender;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get();
        Path warm = data.resolve(name("warm-up", csv));
        Path measured = data.resolve(name("measured", csv));
        Path root = workbench.folder("in-" + contender);
        Path drop = root.resolve("drop");
        Part part = contender.equals("loop")
                ? workbench.java(
                        contender,
                        workbench.jvm(),
                        LineLoop.class,
                        servers,
                        topic,
                        warm.toString(),
                        measured.toString())
                : fieldgate(workbench, servers, topic, root, contender);
        if (!contender.equals("loop")) {
            give(warm, drop);
        }
        long warmed = await(admin, topic, warmUp);
        long begun = System.nanoTime();
        Duration before = part.cpu();
        if (!contender.equals("loop")) {
            give(measured, drop);
        }
        long stored = await(admin, topic, (long) warmUp + lines) - warmed;
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12.0f %12.2f %14s%n",
                contender,
                stored / seconds,
                part.cpu().minus(before).toNanos() / 1e3 / stored,
                part.peakMemory().map(String::valueOf).orElse("?"));
        part.stop();
        admin.deleteTopics(List.of(topic)).all().get();
    }

    private static void give(Path file, Path drop) throws IOException {
        Files.createDirectories(drop);
        Path hidden = drop.resolve("." + file.getFileName());
        Files.createLink(hidden, file);
        Files.move(hidden, drop.resolve(file.getFileName()));
    }

    private static long await(Admin admin, String topic, long records) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        IntStream.range(0, PARTITIONS).forEach(i -> ends.put(new TopicPartition(topic, i), OffsetSpec.latest()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long stored = stored(admin, ends);
            if (stored >= records) {
                return stored;
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException(topic + " did not reach " + records + " records");
    }

    private static long stored(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws InterruptedException, ExecutionException {
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                // Made a moment ago.
                return 0;
            }
            throw failure;
        }
    }

    private static Part fieldgate(Workbench workbench, String servers, String topic, Path root, String contender)
            throws IOException {
        boolean json = contender.equals("ndjson-json");
        String routes = """
                - route:
                    id: lines
                    from:
                      uri: "intake:drop"
                      parameters: { stable: "0s", poll: "5ms" }
                      steps:
                        - to: { uri: "topic:%s"%s }
                """.formatted(topic, json ? ", parameters: { key: \"/device\" }" : "");
        return FieldgateRun.start(
                workbench,
                contender,
                servers,
                routes,
                Map.of(
                        "FIELDGATE_INTAKE_ROOT",
                        root.toString(),
                        "FIELDGATE_INTAKE_CHECKPOINTS",
                        root.resolve("checkpoints").toString()));
    }

    private static void write(Path file, int count, boolean csv) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            if (csv) {
                out.write("device,seq,temperature,text\n");
            }
            for (int i = 0; i < count; i++) {
                String device = "device-" + i % DEVICES;
                String text = csv
                        ? device + "," + i + ",21.5,"
                        : "{\"device\":\"" + device + "\",\"seq\":" + i + ",\"temperature\":21.5,\"text\":\"";
                String end = csv ? "\n" : "\"}\n";
                out.write(text);
                for (int pad = LINE - text.length() - end.length(); pad > 0; pad--) {
                    out.write('a' + (i * 31 + pad * 7) % 26);
                }
                out.write(end);
            }
        }
    }
}
