package io.fieldgate.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's own temporary folder. Tomcat and the compression libraries of Kafka leave files in theirs, in part because
 * a process that ends with {@link Runtime#halt} deletes nothing on exit; this folder goes as a whole. When the process is killed,
 * the next one that starts here deletes it.
 */
final class TemporaryFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final String PROPERTY = "java.io.tmpdir";
    private static final String PREFIX = "fieldgate-";
    /** Locked for as long as the process lives, whatever its number is to others, who may be in another container. */
    private static final String IN_USE = "in-use";

    private final Path folder;
    private final FileChannel inUse;

    private TemporaryFolder(Path folder, FileChannel inUse) {
        this.folder = folder;
        this.inUse = inUse;
    }

    /**
     * Makes it, and makes it the value of {@code java.io.tmpdir}, which {@link java.io.File#createTempFile} and most
     * libraries ask. The methods of {@link Files} without a folder do not: they keep the one that the JVM began with.
     *
     * @throws CommandFailure when the folder for temporary files cannot be written
     */
    static TemporaryFolder open() {
        Path parent = Path.of(System.getProperty(PROPERTY));
        Path folder =
                parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
        FileChannel inUse;
        try {
            Files.createDirectory(folder);
            // Before this one is locked: to close any other channel to its file would unlock it.
            deleteThoseOfTheDead(parent, Files.getOwner(folder));
            inUse = lock(folder);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    CommandFailure.CANNOT_CREATE,
                    "temporary files    " + parent + " cannot be written (" + unwritable.getMessage()
                            + "). Make it writable, or use: JAVA_OPTS=-D" + PROPERTY + "=OTHER");
        }
        System.setProperty(PROPERTY, folder.toString());
        return new TemporaryFolder(folder, inUse);
    }

    /** The name comes when the lock is there: nobody sees the file without. */
    private static FileChannel lock(Path folder) throws IOException {
        Path made = folder.resolve("new");
        FileChannel channel = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock unused = channel.lock();
        Files.move(made, folder.resolve(IN_USE), StandardCopyOption.ATOMIC_MOVE);
        return channel;
    }

    private static void deleteThoseOfTheDead(Path parent, UserPrincipal user) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                deleteIfDead(folder, user);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.debug("What the dead have left in {} stays", parent, unreadable);
        }
    }

    private static void deleteIfDead(Path folder, UserPrincipal user) {
        Path file = folder.resolve(IN_USE);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    delete(folder);
                }
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            LOG.trace("In use: {}", folder);
        } catch (IOException | UncheckedIOException left) {
            LOG.debug("Temporary files are left in {}, perhaps for somebody else who deletes them", folder, left);
        }
    }

    void delete() {
        try {
            delete(folder);
            inUse.close();
        } catch (IOException | UncheckedIOException left) {
            LOG.debug("Temporary files are left in {}", folder, left);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
