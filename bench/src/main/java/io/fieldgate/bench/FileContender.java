package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A way to bring the lines of files into a topic. */
enum FileContender {
    LOOP(false) {
        @Override
        Part start(Race race) throws IOException {
            return loop(race, "plain");
        }
    },
    LOOP_HEADERS(false) {
        @Override
        Part start(Race race) throws IOException {
            return loop(race, "headers");
        }
    },
    NDJSON(true),
    NDJSON_JSON(true),
    CSV(true),
    PERF_TEST(false) {
        @Override
        Part start(Race race) throws IOException {
            List<String> arguments = new ArrayList<>(List.of(
                    "--topic",
                    race.topic,
                    "--num-records",
                    String.valueOf(race.files.warmUpLines() + race.files.measuredLines()),
                    "--throughput",
                    "-1",
                    // All of it is held in memory, so the smaller file.
                    "--payload-file",
                    race.files.warmUp(false).toString(),
                    "--producer-props",
                    "bootstrap.servers=" + race.servers));
            PRODUCER.forEach((name, value) -> arguments.add(name + "=" + value));
            return race.java(
                    "org.apache.kafka.tools.ProducerPerformance",
                    Rivals.classPath("perf-test"),
                    arguments.toArray(String[]::new));
        }
    },
    CONNECT(false) {
        @Override
        Part start(Race race) throws IOException {
            List<String> worker = new ArrayList<>(List.of(
                    "bootstrap.servers=" + race.servers,
                    "listeners=http://127.0.0.1:" + Workbench.freePort(),
                    "plugin.path=",
                    // Otherwise it searches the whole class path, which takes minutes.
                    "plugin.discovery=service_load",
                    "key.converter=org.apache.kafka.connect.storage.StringConverter",
                    "value.converter=org.apache.kafka.connect.storage.StringConverter",
                    "offset.storage.file.filename=" + race.folder.resolve("offsets")));
            PRODUCER.forEach((name, value) -> worker.add("producer." + name + "=" + value));
            Path connector = Files.write(
                    race.folder.resolve("connector.properties"),
                    List.of(
                            "name=lines",
                            "connector.class=org.apache.kafka.connect.file.FileStreamSourceConnector",
                            "tasks.max=1",
                            "topic=" + race.topic,
                            "file=" + race.files.all()));
            return race.java(
                    "org.apache.kafka.connect.cli.ConnectStandalone",
                    Rivals.classPath("connect"),
                    Files.write(race.folder.resolve("worker.properties"), worker)
                            .toString(),
                    connector.toString());
        }
    },
    KCAT(false) {
        @Override
        Part start(Race race) throws IOException {
            List<String> command = new ArrayList<>(List.of(Rivals.kcat(), "-P", "-b", race.servers, "-t", race.topic));
            for (String property : List.of(
                    "acks=all",
                    "enable.idempotence=true",
                    "compression.codec=lz4",
                    "linger.ms=5",
                    "batch.size=131072")) {
                command.addAll(List.of("-X", property));
            }
            command.addAll(List.of("-l", race.files.all().toString()));
            return race.workbench.start(race.topic, command, Map.of());
        }
    };

    /** As of Fieldgate's producer. */
    private static final Map<String, String> PRODUCER = Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "compression.type", "lz4",
            "linger.ms", "5",
            "batch.size", "131072",
            "buffer.memory", "67108864");

    private final boolean dropped;

    /** @param dropped whether the files are given to it while it runs, one after the other */
    FileContender(boolean dropped) {
        this.dropped = dropped;
    }

    /**
     * What one contender is given.
     *
     * @param folder for its own files
     */
    record Race(Workbench workbench, String servers, String topic, LineFiles files, Path folder, HeapLog heap) {
        Part java(String main, String classPath, String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(heap.with(workbench.jvm()));
            command.addAll(List.of("-cp", classPath, main));
            command.addAll(List.of(arguments));
            return workbench.start(topic, command, Map.of());
        }
    }

    /** By its name on the command line. */
    static FileContender named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean isDropped() {
        return dropped;
    }

    boolean isCsv() {
        return this == CSV;
    }

    /** Starts it; one that is not {@link #isDropped()} begins with the files at once. */
    Part start(Race race) throws IOException {
        String routes = """
                - route:
                    id: lines
                    from:
                      uri: "intake:drop"
                      parameters: { stable: "0s", poll: "5ms" }
                      steps:
                        - to: { uri: "topic:%s"%s }
                """.formatted(race.topic, this == NDJSON_JSON ? ", parameters: { key: \"/device\" }" : "");
        return FieldgateRun.start(
                race.workbench,
                race.topic,
                race.servers,
                routes,
                Map.of(
                        "JAVA_OPTS",
                        String.join(" ", race.heap.with(race.workbench.jvm())),
                        "FIELDGATE_INTAKE_ROOT",
                        race.folder.toString(),
                        "FIELDGATE_INTAKE_CHECKPOINTS",
                        race.folder.resolve("checkpoints").toString()));
    }

    private static Part loop(Race race, String records) throws IOException {
        return race.java(
                LineLoop.class.getName(),
                System.getProperty("java.class.path"),
                race.servers,
                race.topic,
                records,
                race.files.warmUp(false).toString(),
                race.files.measured(false).toString());
    }

    /** Drops a file. */
    void give(Path file, Race race) throws IOException {
        Path drop = Files.createDirectories(race.folder.resolve("drop"));
        Path hidden = drop.resolve("." + file.getFileName());
        Files.createLink(hidden, file);
        Files.move(hidden, drop.resolve(file.getFileName()));
    }
}
