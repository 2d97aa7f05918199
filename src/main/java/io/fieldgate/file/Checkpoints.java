package io.fieldgate.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldgate.message.CheckpointFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checkpoints of one route in a file of JSON. Used by one thread. */
final class Checkpoints implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final CheckpointFile file;
    private List<Checkpoint> saved;

    private Checkpoints(CheckpointFile file, List<Checkpoint> saved) {
        this.file = file;
        this.saved = saved;
    }

    /** What the file holds. */
    record All(List<Checkpoint> files) {}

    /**
     * Opens or makes the file of a route.
     *
     * @throws CheckpointFile.InUse when another process holds it
     * @throws IOException when it cannot be read or written
     */
    static Checkpoints open(Path folder, String route) throws IOException, CheckpointFile.InUse {
        CheckpointFile file = CheckpointFile.open(folder, route + ".json");
        try {
            byte[] saved = file.saved();
            return new Checkpoints(
                    file,
                    saved == null
                            ? List.of()
                            : List.copyOf(JSON.readValue(saved, All.class).files()));
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    /** Whether this route has ever saved something. */
    boolean exist() {
        return file.exists();
    }

    List<Checkpoint> saved() {
        return saved;
    }

    /** Saves them when they differ from what is saved. */
    void save(List<Checkpoint> checkpoints) throws IOException {
        if (checkpoints.equals(saved) && exist()) {
            return;
        }
        file.save(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new All(checkpoints)));
        saved = new ArrayList<>(checkpoints);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
