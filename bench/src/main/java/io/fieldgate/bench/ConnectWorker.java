package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka Connect's stand-alone worker with one connector. */
final class ConnectWorker {
    static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";

    private ConnectWorker() {}

    /**
     * Starts it.
     *
     * @param rival names its class path, see {@link Rivals#classPath}
     * @param folder for its files
     * @param worker settings beside those that every worker here has
     */
    static Part start(
            Workbench workbench,
            String name,
            List<String> jvm,
            String rival,
            Path folder,
            String servers,
            Map<String, String> worker,
            Map<String, String> connector)
            throws IOException {
        Map<String, String> settings = new HashMap<>(worker);
        settings.put("bootstrap.servers", servers);
        settings.put("listeners", "http://127.0.0.1:" + Workbench.freePort());
        // Otherwise it searches the whole class path, which takes minutes.
        settings.put("plugin.discovery", "service_load");
        settings.put("key.converter", STRINGS);
        settings.put("offset.storage.file.filename", folder.resolve("offsets").toString());
        return workbench.java(
                name,
                jvm,
                Rivals.classPath(rival),
                "org.apache.kafka.connect.cli.ConnectStandalone",
                write(folder.resolve("worker.properties"), settings),
                write(folder.resolve("connector.properties"), connector));
    }

    private static String write(Path file, Map<String, String> settings) throws IOException {
        return Files.write(
                        file,
                        settings.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .toList())
                .toString();
    }
}
