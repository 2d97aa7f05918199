package io.fieldgate.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldgate.message.LockedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The checkpoints of one route in a file of JSON. It is replaced as a whole, so that a crash leaves the old or the new, and
 * it is on the disk when {@link #save} returns. One process at a time holds it. Used by one thread.
 */
final class Checkpoints implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Path next;
    private final FileChannel lock;
    private List<Checkpoint> saved;

    private Checkpoints(Path file, FileChannel lock, List<Checkpoint> saved) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
        this.lock = lock;
        this.saved = saved;
    }

    /** What the file holds. */
    record All(List<Checkpoint> files) {}

    /**
     * Opens or makes the file of a route.
     *
     * @throws InUse when another process holds it
     * @throws IOException when it cannot be read or written
     */
    static Checkpoints open(Path folder, String route) throws IOException, InUse {
        Files.createDirectories(folder);
        Path file = folder.resolve(Folder.fileName(route) + ".json");
        FileChannel lock = LockedFile.open(folder.resolve(file.getFileName() + ".lock"));
        if (lock == null) {
            throw new InUse(file);
        }
        try {
            List<Checkpoint> saved = Files.exists(file)
                    ? List.copyOf(
                            JSON.readValue(Files.readAllBytes(file), All.class).files())
                    : List.of();
            return new Checkpoints(file, lock, saved);
        } catch (IOException failed) {
            lock.close();
            throw failed;
        }
    }

    /** Whether this route has ever saved something. */
    boolean exist() {
        return Files.exists(file);
    }

    List<Checkpoint> saved() {
        return saved;
    }

    /** Saves them when they differ from what is saved. */
    void save(List<Checkpoint> checkpoints) throws IOException {
        if (checkpoints.equals(saved) && exist()) {
            return;
        }
        byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new All(checkpoints));
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        saved = new ArrayList<>(checkpoints);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Two gateways would read the same files twice. */
    static final class InUse extends Exception {
        InUse(Path file) {
            super("Another gateway uses the checkpoints " + file + ".");
        }
    }
}
