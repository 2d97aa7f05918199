package io.fieldgate.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How far a route has come, in a file. It is replaced as a whole, so that a crash leaves the old or the new, each whole. One process
 * at a time holds it. Used by one thread.
 */
public final class CheckpointFile implements AutoCloseable {
    private final Path file;
    private final Path next;
    private final FileChannel lock;

    private CheckpointFile(Path file, FileChannel lock) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
        this.lock = lock;
    }

    /** Two gateways would do the same work twice. */
    public static final class InUse extends Exception {
        public InUse(Path file) {
            super("Another gateway uses the checkpoints " + file + ".");
        }
    }

    /**
     * Opens it, or makes ready to make it; the folder is made.
     *
     * @param name of the file; what is no letter, digit, dot, underline or hyphen becomes a hyphen
     * @throws InUse when another process holds it
     * @throws IOException when it cannot be written
     */
    public static CheckpointFile open(Path folder, String name) throws IOException, InUse {
        Files.createDirectories(folder);
        Path file = folder.resolve(nameOf(name));
        FileChannel lock = LockedFile.open(folder.resolve(file.getFileName() + ".lock"));
        if (lock == null) {
            throw new InUse(file);
        }
        return new CheckpointFile(file, lock);
    }

    /** A name that any file system takes. */
    public static String nameOf(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /** Whether something was saved ever. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** What was saved last; null when nothing was. */
    public byte @Nullable [] saved() throws IOException {
        return exists() ? Files.readAllBytes(file) : null;
    }

    /** Saves this instead. */
    public void save(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer all = ByteBuffer.wrap(content);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
