package io.fieldgate.embedded;

import io.fieldgate.command.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps its data. Held by one process at a time. */
final class DemoFolder implements AutoCloseable {
    /** Tells a folder of ours from one that merely has its name, so that a reset deletes nothing else. */
    private static final String LOCK = "fieldgate-demo.lock";

    private final Path root;
    private final FileChannel channel;

    private DemoFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Opens the folder, makes it when it is missing, empties it first when asked.
     *
     * @throws CommandFailure when it cannot be written, when another demo holds it, or when a reset would delete what is
     *     not the demo's
     */
    static DemoFolder open(Path root, boolean reset) {
        try {
            if (reset && Files.isDirectory(root) && !isOurs(root)) {
                throw new CommandFailure(
                        CommandFailure.CANNOT_CREATE,
                        "data               " + root
                                + " is not a folder of the demo; it is not emptied. Use: --data OTHER");
            }
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CommandFailure(
                        CommandFailure.UNAVAILABLE,
                        "data               " + root + " is in use by another demo. Stop it, or use: --data OTHER");
            }
            if (reset) {
                empty(root);
            }
            return new DemoFolder(root.toRealPath(), channel);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    CommandFailure.CANNOT_CREATE,
                    "data               " + root.toAbsolutePath() + " cannot be written (" + unwritable.getMessage()
                            + "). Make it writable, or use: --data OTHER");
        }
    }

    private static boolean isOurs(Path root) throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return Files.exists(root.resolve(LOCK)) || children.findAny().isEmpty();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void empty(Path root) throws IOException {
        List<Path> old;
        try (Stream<Path> tree = Files.walk(root)) {
            old = tree.filter(path -> !path.equals(root) && !path.equals(root.resolve(LOCK)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : old) {
            Files.delete(path);
        }
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path mqtt() {
        return root.resolve("mqtt");
    }

    /** H2's name of the database file: without its suffix. */
    Path database() {
        return root.resolve("database").resolve("fieldgate");
    }

    /** Where files are dropped, and where the gateway keeps how far they are read. */
    Path intake() {
        return root.resolve("intake");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** The keys of HTTP requests. */
    Path idempotency() {
        return root.resolve("idempotency");
    }

    /** What alert rules remember, when they keep it on disk. */
    Path alerts() {
        return root.resolve("alerts");
    }

    /** Who is told of alerts. */
    Path receivers() {
        return root.resolve("receivers.yaml");
    }

    Path log() {
        return root.resolve("fieldgate.log");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
