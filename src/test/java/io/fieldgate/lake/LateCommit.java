package io.fieldgate.lake;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Ends as a gateway does: commits when Java has been told to end, and Hadoop has closed what it closes then. {@code LateCommit
 * ROOT}.
 */
final class LateCommit {
    private static final Map<String, String> ONE_COPY = Map.of("dfs.replication", "1");
    private static final int SURE = 1;

    private LateCommit() {}

    public static void main(String[] arguments) throws IOException {
        URI root = URI.create(arguments[0]);
        HadoopStorage storage = new HadoopStorage(root, ONE_COPY);
        storage.create("telemetry/first", new byte[] {SURE});
        FileSystem closedByHadoop = FileSystem.newInstance(root, new Configuration());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> commitAfter(closedByHadoop, storage)));
        System.exit(0);
    }

    private static void commitAfter(FileSystem closing, HadoopStorage storage) {
        try {
            while (isOpen(closing)) {
                Thread.sleep(10);
            }
            storage.create("telemetry/last", new byte[] {SURE});
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean isOpen(FileSystem files) {
        try {
            return files.exists(new Path("/"));
        } catch (IOException closed) {
            return false;
        }
    }
}
