package io.fieldgate.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lake on S3, in this process. */
@Timeout(120)
class S3StorageIT {
    private static final int RECORDS = 12;

    @TempDir
    private static Path folder;

    private static S3Server s3;

    @BeforeAll
    static void startS3() throws Exception {
        s3 = new S3Server(folder.resolve("s3"));
    }

    @AfterAll
    static void stopS3() throws Exception {
        s3.leave();
    }

    private static Storage storage(String root) {
        return storage(root, s3.properties());
    }

    private static Storage storage(String root, Map<String, String> properties) {
        return new HadoopStorage(URI.create("s3a://" + S3Server.BUCKET + "/" + root), properties);
    }

    private static LakeReader reader(String root) {
        return new LakeReader(s3.bucket().resolve(root).resolve("telemetry"));
    }

    @Test
    void everyRecordIsThereOnceWhereverTheGatewayEnds() throws Exception {
        Feed.diesEverywhere(S3StorageIT::storage, S3StorageIT::reader, RECORDS, 7);
    }

    @Test
    void anOwnerWhoComesBackLateWritesNothingTwice() throws Exception {
        Feed.comesBackLate(() -> storage("late"));

        assertThat(reader("late").rowsAndRecords()).isEqualTo("12|12");
    }

    @Test
    void ofSeveralWhoMakeACommitOneDoes() throws Exception {
        ExecutorService gateways = Executors.newFixedThreadPool(8);
        try (Storage storage = storage("race")) {
            for (int commit = 0; commit < 5; commit++) {
                String path = "telemetry/_fieldgate/rows/telemetry-3/" + commit + ".json";
                List<Callable<String>> tries = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String owner = "gateway-" + i;
                    tries.add(() -> storage.create(path, owner.getBytes(UTF_8)) ? owner : "");
                }

                List<String> owners = new ArrayList<>();
                for (Future<String> each : gateways.invokeAll(tries)) {
                    owners.add(each.get());
                }

                owners.removeIf(String::isEmpty);
                assertThat(owners).containsExactly(new String(storage.read(path), UTF_8));
            }
        } finally {
            gateways.shutdownNow();
        }
    }

    @Test
    void whatWasCopiedAndNotDeletedIsMoved() throws Exception {
        try (Storage storage = storage("half")) {
            try (OutputStream draft = storage.output("telemetry/_fieldgate/one.tmp")) {
                draft.write(1);
            }
            Path source = s3.bucket().resolve("half/telemetry/_fieldgate/one.tmp");
            Path target = s3.bucket().resolve("half/telemetry/date=2026-11-28/one.parquet");
            Files.createDirectories(target.getParent());
            Files.copy(source, target);

            storage.move("telemetry/_fieldgate/one.tmp", "telemetry/date=2026-11-28/one.parquet");
            storage.move("telemetry/_fieldgate/one.tmp", "telemetry/date=2026-11-28/one.parquet");

            assertThat(source).doesNotExist();
            assertThat(storage.list("telemetry/_fieldgate")).isEmpty();
            assertThat(storage.list("telemetry/date=2026-11-28")).containsExactly("one.parquet");
        }
    }

    @Test
    void whatIsGivenUpLeavesNoObject() throws Exception {
        try (Storage storage = storage("given-up")) {
            OutputStream draft = storage.output("telemetry/_fieldgate/one.tmp");
            draft.write(1);

            storage.abandon(draft);

            assertThat(storage.list("telemetry/_fieldgate")).isEmpty();
        }
    }

    @Test
    void largeFilesComeInParts() throws Exception {
        Map<String, String> properties = new HashMap<>(s3.properties());
        properties.put("fs.s3a.multipart.size", "5M");
        properties.put("fs.s3a.multipart.threshold", "5M");
        byte[] noise = new byte[120_000];
        Random random = new Random(7);
        try (Feed feed = new Feed(storage("large", properties), new Rolling(Duration.ZERO, Long.MAX_VALUE, "none"))) {
            for (int offset = 0; offset < 90; offset++) {
                random.nextBytes(noise);
                boolean isOfFirstDate = offset % 3 == 0;
                feed.take(
                        offset, isOfFirstDate ? "{\"state\":\"" + HexFormat.of().formatHex(noise) + "\"}" : "{}");
            }
            feed.commit();
        }

        assertThat(reader("large").rowsAndRecords()).isEqualTo("90|90");
        assertThat(reader("large").bytes()).isGreaterThan(6L << 20);
    }

    @Test
    void aBucketThatThereIsNotIsNamed() {
        Failure failure = refusal(new HadoopStorage(URI.create("s3a://missing/lake"), s3.properties()));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure)
                .hasMessageStartingWith("The lake s3a://missing/lake cannot be written: ")
                .hasMessageContaining("The specified bucket does not exist");
    }

    @Test
    void aSecretThatIsWrongIsSaidWithWhatHelps() {
        Failure failure = refusal(storage("wrong", s3.properties("wrong")));

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure)
                .hasMessageStartingWith("The lake s3a://lake/wrong refuses the gateway: ")
                .hasMessageContaining("signature");
        assertThat(failure.cure()).contains("fieldgate.lake.hadoop");
    }

    private static Failure refusal(Storage storage) {
        return catchThrowableOfType(Failure.class, () -> new Feed(storage));
    }

    @Test
    void whatIsGatheredWhileS3IsAwayIsReadAgain() throws Exception {
        try (Feed feed = new Feed(storage("away"))) {
            feed.take(0, 4);
            feed.commit();
            feed.take(4, 8);
            s3.leave();
            try {
                long start = System.nanoTime();
                Failure failure = catchThrowableOfType(Failure.class, feed::commit);

                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(failure)
                        .hasMessageStartingWith("The lake s3a://lake/away cannot be written: ")
                        .hasMessageContaining("127.0.0.1:" + s3.port());
                assertThat(feed.bookmark().loss()).isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            } finally {
                s3.comeBack();
            }
        }

        try (Feed next = new Feed(storage("away"))) {
            assertThat(next.next()).isEqualTo(4);
            next.takeUpTo(RECORDS, RECORDS);
        }
        assertThat(reader("away").rowsAndRecords()).isEqualTo(RECORDS + "|" + RECORDS);
    }
}
