package io.fieldgate.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.StreamCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * A file system of Hadoop. HDFS renames a file at once and never over another one. An object store does neither, but shows an
 * object only when it is whole: there a small file is made in its place, unless there is one, and a move is a copy.
 */
final class HadoopStorage implements Storage {
    private static final List<String> RENAMING = List.of("hdfs", "webhdfs", "swebhdfs", "viewfs");
    private static final String ONLY_WHEN_MISSING = "fs.option.create.conditional.overwrite";
    /** Hadoop's own patience is many minutes, in which nobody would know why nothing goes on. */
    private static final Map<String, String> PATIENCE = Map.of(
            "ipc.client.connect.max.retries", "3",
            "ipc.client.connect.max.retries.on.timeouts", "3",
            "dfs.client.retry.policy.enabled", "false",
            // S3A tries again what its client has tried again already.
            "fs.s3a.attempts.maximum", "1",
            "fs.s3a.retry.limit", "1",
            "fs.s3a.retry.throttle.limit", "5",
            "fs.s3a.connection.establish.timeout", "15s",
            "fs.s3a.connection.timeout", "30s");

    private final URI root;
    private final Configuration configuration = new Configuration();
    private @Nullable FileSystem open;

    HadoopStorage(URI root, Map<String, String> properties) {
        this.root = root;
        PATIENCE.forEach(configuration::set);
        // Hadoop would close it as soon as Java is told to end, and the gateway commits after that.
        configuration.setBoolean("fs.automatic.close", false);
        properties.forEach(configuration::set);
    }

    private synchronized FileSystem files() throws IOException {
        FileSystem present = open;
        if (present == null) {
            // One of its own, which nobody else closes.
            present = FileSystem.newInstance(root, configuration);
            open = present;
        }
        return present;
    }

    private Path path(String below) {
        return new Path(new Path(root), below);
    }

    @Override
    public OutputStream output(String path) throws IOException {
        return files().create(path(path), false);
    }

    @Override
    public void abandon(OutputStream file) throws IOException {
        if (file instanceof FSDataOutputStream upload && upload.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
            // Closing would wait until the store has all of it.
            var unused = upload.abort();
        } else {
            file.close();
        }
    }

    @Override
    public void keep(String path) {
        // What is closed is on the data nodes, or in the store.
    }

    @Override
    public boolean create(String path, byte[] content) throws IOException {
        FileSystem files = files();
        Path target = path(path);
        if (!RENAMING.contains(root.getScheme())) {
            try {
                write(unlessThereIsOne(files.createFile(target)), content);
                return true;
            } catch (FileAlreadyExistsException faster) {
                return false;
            } catch (PathIOException refused) {
                // S3A does not say more about an object that there is.
                if (files.exists(target)) {
                    return false;
                }
                throw refused;
            }
        }
        Path draft = new Path(target.getParent(), UUID.randomUUID() + CommitLog.DRAFT);
        try (FSDataOutputStream out = files.create(draft, false)) {
            out.write(content);
        }
        if (files.rename(draft, target)) {
            return true;
        }
        boolean unused = files.delete(draft, false);
        return false;
    }

    private void write(FSDataOutputStream out, byte[] content) throws IOException {
        try {
            out.write(content);
        } catch (IOException | RuntimeException e) {
            // Closing would make half of it appear.
            abandon(out);
            throw e;
        }
        out.close();
    }

    private static FSDataOutputStream unlessThereIsOne(FSDataOutputStreamBuilder<?, ?> builder) throws IOException {
        var unused = builder.overwrite(false);
        var unusedToo = builder.recursive();
        var unusedAsWell = builder.opt(ONLY_WHEN_MISSING, true);
        return builder.build();
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (FSDataInputStream in = files().open(path(path))) {
            return in.readAllBytes();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try {
            return Arrays.stream(files().listStatus(path(folder)))
                    .filter(FileStatus::isFile)
                    .map(status -> status.getPath().getName())
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        boolean unused = files().delete(path(path), false);
    }

    @Override
    public void move(String from, String to) throws IOException {
        FileSystem files = files();
        Path source = path(from);
        Path target = path(to);
        if (!files.exists(source)) {
            return;
        }
        boolean made = files.mkdirs(target.getParent());
        if (made && isRenamed(files, source, target)) {
            return;
        }
        if (!files.exists(target) && files.exists(source)) {
            throw new IOException(source + " could not be renamed to " + target);
        }
        // An object store was left between the copy and the end of what was copied.
        boolean unused = files.delete(source, false);
    }

    private static boolean isRenamed(FileSystem files, Path source, Path target) throws IOException {
        try {
            return files.rename(source, target);
        } catch (FileAlreadyExistsException | FileNotFoundException no) {
            // S3A's ways to say that it is there, or that somebody else has just moved it.
            return false;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
