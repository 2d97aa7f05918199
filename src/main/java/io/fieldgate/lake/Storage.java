package io.fieldgate.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where files lie, by paths below its root with '/' between. What it has done outlives a crash. Threads: any number.
 */
interface Storage extends Closeable {
    static Storage of(LakeProperties properties) {
        @Nullable URI root = properties.uri();
        if (root == null || "file".equals(root.getScheme())) {
            String path = root == null ? properties.root() : root.getSchemeSpecificPart();
            return new LocalStorage(Path.of(path));
        }
        return new HadoopStorage(root, properties.hadoop());
    }

    /** A new file to be written. */
    OutputStream output(String path) throws IOException;

    /** Ends a file that nobody needs; half of it may be there then. */
    default void abandon(OutputStream file) throws IOException {
        file.close();
    }

    /** What was written to a file that is closed is kept. */
    void keep(String path) throws IOException;

    /**
     * Makes a small file, whole or not at all.
     *
     * @return false when there is one; of several who try at once one gets true
     */
    boolean create(String path, byte[] content) throws IOException;

    byte[] read(String path) throws IOException;

    /** The names of the files in a folder; none when there is no folder. */
    List<String> list(String folder) throws IOException;

    /** Nothing when there is none. */
    void delete(String path) throws IOException;

    /** Does nothing when there is nothing to move any more; what was moved half is moved. */
    void move(String from, String to) throws IOException;

    /** As people call it. */
    @Override
    String toString();
}
