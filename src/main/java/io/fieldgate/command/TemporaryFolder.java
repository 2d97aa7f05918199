package io.fieldgate.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's own temporary folder. Tomcat and the compression libraries of Kafka leave files in theirs, in part because
 * a process that ends with {@link Runtime#halt} deletes nothing on exit; this folder goes as a whole.
 */
final class TemporaryFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final String PROPERTY = "java.io.tmpdir";

    private final Path folder;

    private TemporaryFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it, and makes it the value of {@code java.io.tmpdir}, which {@link java.io.File#createTempFile} and most
     * libraries ask. The methods of {@link Files} without a folder do not: they keep the one that the JVM began with.
     *
     * @throws CommandFailure when the folder for temporary files cannot be written
     */
    static TemporaryFolder open() {
        Path parent = Path.of(System.getProperty(PROPERTY));
        Path folder = parent.resolve(
                "fieldgate-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
        try {
            Files.createDirectory(folder);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    CommandFailure.CANNOT_CREATE,
                    "temporary files    " + parent + " cannot be written (" + unwritable.getMessage()
                            + "). Make it writable, or use: JAVA_OPTS=-D" + PROPERTY + "=OTHER");
        }
        System.setProperty(PROPERTY, folder.toString());
        return new TemporaryFolder(folder);
    }

    void delete() {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            LOG.debug("Temporary files are left in {}", folder, left);
        }
    }
}
