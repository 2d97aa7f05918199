package io.fieldgate.bridge.jafka;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldgate.message.CheckpointFile;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The offset in each partition before which all is stored. Jafka's consumers keep theirs in a ZooKeeper; here they are in a file
 * of the route. Used by one thread.
 */
final class Positions implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Map<Integer, Long>>> CONTENT = new TypeReference<>() {};

    private final Path folder;
    private final long interval;
    private final String route;
    private final String place;
    /** Also of topics that the route has read before. */
    private final Map<String, Map<Integer, Long>> all = new TreeMap<>();

    private @Nullable CheckpointFile file;
    private boolean changed;
    private long saved = System.nanoTime();

    /** @param place the broker and the topic */
    Positions(Path folder, Duration interval, String route, String place) {
        this.folder = folder;
        this.interval = interval.toNanos();
        this.route = route;
        this.place = place;
    }

    void open() throws IOException {
        try {
            file = CheckpointFile.open(folder.resolve("jafka"), route + ".json");
            byte[] content = file.saved();
            if (content != null) {
                JSON.readValue(content, CONTENT).forEach((of, offsets) -> all.put(of, new TreeMap<>(offsets)));
            }
        } catch (CheckpointFile.InUse inUse) {
            throw Failure.systemic(
                    String.valueOf(inUse.getMessage()),
                    "Stop it, or give each gateway its own fieldgate.jafka.checkpoints.",
                    inUse);
        } catch (FileSystemException denied) {
            throw unwritable(denied);
        }
        // Or each connection would read on from the same place, and store the same until that is noticed.
        save();
    }

    /** Not what the broker is to blame for, and no wait helps. */
    private Failure unwritable(IOException denied) {
        return Failure.systemic(
                "how far the route has read cannot be kept: " + denied,
                "Let the gateway write, and find room in, the folder " + folder.toAbsolutePath()
                        + ", or give fieldgate.jafka.checkpoints another that survives a restart.",
                denied);
    }

    /** Where to begin; null where nothing was read. */
    @Nullable
    Long of(int partition) {
        return all.getOrDefault(place, Map.of()).get(partition);
    }

    void reached(int partition, long offset) {
        all.computeIfAbsent(place, none -> new TreeMap<>()).put(partition, offset);
        changed = true;
    }

    /** Saves them, when it is time. */
    void tidy() {
        if (changed && System.nanoTime() - saved >= interval) {
            save();
        }
    }

    private void save() {
        try {
            write();
        } catch (IOException denied) {
            throw unwritable(denied);
        }
    }

    private void write() throws IOException {
        Objects.requireNonNull(file, "not open")
                .save(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
        changed = false;
        saved = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        if (file == null) {
            return;
        }
        try {
            if (changed) {
                write();
            }
        } finally {
            file.close();
            file = null;
        }
    }
}
