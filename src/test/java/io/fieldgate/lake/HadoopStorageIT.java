package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

    private static HdfsCluster hdfs;

    @BeforeAll
    static void startHdfs() throws Exception {
        hdfs = new HdfsCluster(folder);
    }

    @AfterAll
    static void stopHdfs() {
        hdfs.close();
    }

    private static Storage storage(String root) {
        return new HadoopStorage(URI.create(hdfs.root(root)), hdfs.properties());
    }

    @Test
    void whatIsCommittedWhileJavaEndsIsKept() throws Exception {
        Process ending = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LateCommit.class.getName(),
                        hdfs.root("ending"))
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
        Feed.diesEverywhere(HadoopStorageIT::storage, hdfs::reader, RECORDS, 9);
    }

    @Test
    void anOwnerWhoComesBackLateWritesNothingTwice() throws Exception {
        Feed.comesBackLate(() -> storage("late"));

        assertThat(hdfs.reader("late").rowsAndRecords()).isEqualTo("12|12");
    }

    @Test
    void whatIsGatheredWhileTheNameNodeIsAwayIsReadAgain() throws Exception {
        try (Feed feed = new Feed(storage("away"))) {
            feed.take(0, 4);
            feed.commit();
            hdfs.leave();
            try {
                assertThat(catchThrowableOfType(Failure.class, () -> feed.take(4, 8)))
                        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
                assertThat(feed.bookmark().loss()).isNotNull();
            } finally {
                hdfs.comeBack();
            }
        }

        try (Feed next = new Feed(storage("away"))) {
            assertThat(next.next()).isEqualTo(4);
            next.takeUpTo(RECORDS, RECORDS);
        }
        assertThat(hdfs.reader("away").rowsAndRecords()).isEqualTo(RECORDS + "|" + RECORDS);
    }
}
