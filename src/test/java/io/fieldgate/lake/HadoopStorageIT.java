package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lake on HDFS: a name node and a data node in this process. */
@Timeout(240)
class HadoopStorageIT {
    private static final int RECORDS = 12;

    @TempDir
    private static Path folder;

    private static MiniDFSCluster hdfs;

    @BeforeAll
    static void startHdfs() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        configuration.set("dfs.namenode.http-address", "127.0.0.1:0");
        configuration.set("dfs.datanode.http.address", "127.0.0.1:0");
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        hdfs.waitActive();
    }

    @AfterAll
    static void stopHdfs() {
        hdfs.shutdown();
    }

    private static Storage storage(String root) {
        return new HadoopStorage(URI.create(hdfs.getURI() + "/" + root), Map.of("dfs.replication", "1"));
    }

    /** A copy on this machine, since DuckDB has no HDFS. */
    private static LakeReader reader(String root) throws Exception {
        Path copy = folder.resolve("copy-of-" + root + "-" + System.nanoTime());
        try (FileSystem files = FileSystem.newInstance(hdfs.getURI(), new Configuration())) {
            files.copyToLocalFile(
                    false,
                    new org.apache.hadoop.fs.Path("/" + root),
                    new org.apache.hadoop.fs.Path(copy.toString()),
                    true);
        }
        return new LakeReader(copy.resolve("telemetry"));
    }

    @Test
    void whatIsCommittedWhileJavaEndsIsKept() throws Exception {
        Process ending = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LateCommit.class.getName(),
                        hdfs.getURI() + "/ending")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(ending.waitFor(60, TimeUnit.SECONDS)).isTrue();

        try (Storage storage = storage("ending")) {
            assertThat(storage.list("telemetry")).containsExactlyInAnyOrder("first", "last");
        }
    }

    @Test
    void everyRecordIsThereOnceWhereverTheGatewayEnds() throws Exception {
        Feed.diesEverywhere(HadoopStorageIT::storage, HadoopStorageIT::reader, RECORDS, 9);
    }

    @Test
    void anOwnerWhoComesBackLateWritesNothingTwice() throws Exception {
        Feed.comesBackLate(() -> storage("late"));

        assertThat(reader("late").rowsAndRecords()).isEqualTo("12|12");
    }

    @Test
    void whatIsGatheredWhileTheNameNodeIsAwayIsReadAgain() throws Exception {
        try (Feed feed = new Feed(storage("away"))) {
            feed.take(0, 4);
            feed.commit();
            hdfs.shutdownNameNode(0);
            try {
                assertThat(catchThrowableOfType(Failure.class, () -> feed.take(4, 8)))
                        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
                assertThat(feed.bookmark().loss()).isNotNull();
            } finally {
                hdfs.restartNameNode(0);
            }
        }

        try (Feed next = new Feed(storage("away"))) {
            assertThat(next.next()).isEqualTo(4);
            next.takeUpTo(RECORDS, RECORDS);
        }
        assertThat(reader("away").rowsAndRecords()).isEqualTo(RECORDS + "|" + RECORDS);
    }
}
