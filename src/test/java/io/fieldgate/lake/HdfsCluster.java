package io.fieldgate.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS: a name node and a data node in this process. */
final class HdfsCluster implements AutoCloseable {
    private final Path folder;
    private final MiniDFSCluster cluster;

    HdfsCluster(Path folder) throws IOException {
        this.folder = folder;
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        configuration.set("dfs.namenode.http-address", "127.0.0.1:0");
        configuration.set("dfs.datanode.http.address", "127.0.0.1:0");
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
    }

    /** What a lake needs to know of it: there is one place for a block only. */
    Map<String, String> properties() {
        return Map.of("dfs.replication", "1");
    }

    String root(String name) {
        return cluster.getURI() + "/" + name;
    }

    /** Of a copy on this machine, since DuckDB has no HDFS. */
    LakeReader reader(String name) throws IOException {
        Path copy = folder.resolve("copy-of-" + name + "-" + System.nanoTime());
        try (FileSystem files = FileSystem.newInstance(cluster.getURI(), new Configuration())) {
            files.copyToLocalFile(
                    false,
                    new org.apache.hadoop.fs.Path("/" + name),
                    new org.apache.hadoop.fs.Path(copy.toString()),
                    true);
        }
        return new LakeReader(copy.resolve("telemetry"));
    }

    void leave() {
        cluster.shutdownNameNode(0);
    }

    void comeBack() throws IOException {
        cluster.restartNameNode(0);
    }

    @Override
    public void close() {
        cluster.shutdown();
    }
}
