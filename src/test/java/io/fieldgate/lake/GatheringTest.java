package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A partition's way into files, without Kafka. */
class GatheringTest {
    private static final int RECORDS = 24;
    private static final int COMMITTED_AT_ONCE = 8;

    @TempDir
    private Path folder;

    private LakeReader reader(Path root) {
        return new LakeReader(root.resolve("telemetry"));
    }

    @Test
    void everyRecordIsThereOnceWhereverTheGatewayEnds() throws Exception {
        int steps = 0;
        while (true) {
            Path root = folder.resolve("dies-after-" + steps);
            MortalStorage mortal = new MortalStorage(new LocalStorage(root), steps);
            try (Feed feed = new Feed(mortal)) {
                feed.takeUpTo(RECORDS, COMMITTED_AT_ONCE);
            } catch (Failure died) {
                assertThat(died).hasRootCauseMessage("the gateway has ended");
            }
            String before = reader(root).rowsAndRecords();
            assertThat(before).as("%s", root).matches("(\\d+)\\|\\1");

            try (Feed next = new Feed(new LocalStorage(root))) {
                assertThat(reader(root).drafts()).as(root + ": of the dead").isEmpty();
                next.takeUpTo(RECORDS, COMMITTED_AT_ONCE);
            }

            assertThat(reader(root).rowsAndRecords()).as("%s", root).isEqualTo(RECORDS + "|" + RECORDS);
            assertThat(reader(root).drafts()).isEmpty();
            if (!mortal.hasDied()) {
                assertThat(steps).isGreaterThan(30);
                return;
            }
            steps++;
        }
    }

    @Test
    void theFilesOfAPartitionAreOfADateAndATopicAndInTheOrderOfItsOffsets() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, RECORDS);
            feed.commit();
        }

        assertThat(reader(folder).files())
                .map(file -> folder.relativize(file).toString().replaceAll("-[0-9a-f]{8}[.]", "-x."))
                .containsExactly(
                        "telemetry/date=2026-11-27/topic=telemetry/3+0000000000+0000000021-x.parquet",
                        "telemetry/date=2026-11-28/topic=telemetry/3+0000000001+0000000022-x.parquet",
                        "telemetry/date=2026-11-29/topic=telemetry/3+0000000002+0000000023-x.parquet");
        assertThat(reader(folder).query("SELECT kafka_offset FROM FILES WHERE date = '2026-11-28'"))
                .containsExactly("1", "4", "7", "10", "13", "16", "19", "22");
    }

    @Test
    void whoAsksForATopicOrADateReadsNoOtherFile() throws Exception {
        for (String topic : List.of("2026", "plant_a.line-1", "telemetry")) {
            try (Feed feed = new Feed(new LocalStorage(folder), new Place("fieldgate.rows", topic, 3))) {
                feed.take(0, RECORDS);
                feed.commit();
            }
        }
        assertThat(reader(folder).query("SELECT topic, kafka_topic, count(*) FROM FILES GROUP BY ALL ORDER BY ALL"))
                .containsExactly(
                        "2026|2026|" + RECORDS,
                        "plant_a.line-1|plant_a.line-1|" + RECORDS,
                        "telemetry|telemetry|" + RECORDS);

        for (Path file : reader(folder).files()) {
            if (!file.toString().contains("date=2026-11-27/topic=2026/")
                    && !file.toString().contains("date=2026-11-28/topic=plant_a.line-1/")) {
                Files.writeString(file, "no Parquet any more");
            }
        }

        assertThat(reader(folder)
                        .query("SELECT min(kafka_offset), count(*) FROM FILES WHERE topic = 'plant_a.line-1'"
                                + " AND date = '2026-11-28'"))
                .containsExactly("1|" + RECORDS / 3);
    }

    @Test
    void everyTypeOfColumnIsReadAsItself() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, """
                    {"number":9007199254740993,"temperature":-0.125,"running":true,"ts":"2026-11-28T12:00:00.123456Z",
                     "state":{"a":[1,2]},"unknown":1}""");
            feed.take(1, "{}");
            feed.commit();
        }

        assertThat(reader(folder)
                        .query("SELECT device, number, temperature, running, ts, state, kafka_topic,"
                                + " kafka_partition, kafka_offset, kafka_timestamp FROM FILES ORDER BY kafka_offset"))
                .containsExactly(
                        "pump-0|9007199254740993|-0.125|true|2026-11-28T12:00:00.123456Z|{\"a\":[1,2]}|telemetry|3|0|"
                                + "2026-11-27T23:59:59.500Z",
                        "pump-1|null|null|null|null|null|telemetry|3|1|2026-11-28T23:59:59.500Z");
        assertThat(reader(folder)
                        .query("SELECT DISTINCT typeof(number), typeof(temperature), typeof(running),"
                                + " typeof(ts), typeof(state), typeof(device) FROM FILES"))
                .containsExactly("BIGINT|DOUBLE|BOOLEAN|TIMESTAMP WITH TIME ZONE|JSON|VARCHAR");
    }

    @Test
    void aTableThatIsTakenOutOfTheConfigurationWhileItIsWrittenKeepsItsColumns() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, 2);
            feed.commit();

            feed.define(() -> {
                throw new IllegalArgumentException("there is no table 'telemetry'");
            });
            feed.take(2, 4);
            feed.commit();
        }

        assertThat(reader(folder).query("SELECT number FROM FILES ORDER BY ALL"))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void aRecordThatTheTableDoesNotTakeIsRefusedAndTheOthersStay() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, 2);
            assertThatThrownBy(() -> feed.take(2, "{\"number\":\"many\"}"))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RECORD))
                    .hasMessageContaining("Column 'number'");
            feed.take(3, 5);

            feed.commit();
            assertThat(feed.next()).as("its dead letter is not stored yet").isZero();
            feed.isDone(2);
            feed.commit();

            assertThat(feed.next()).isEqualTo(5);
        }
        assertThat(reader(folder).rowsAndRecords()).isEqualTo("4|4");
    }

    @Test
    void recordsThatTheSourceFetchesAgainAreTakenOnce() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, 2);
            feed.take(3, 6);
            feed.take(2, 6);
            feed.commit();
        }

        assertThat(reader(folder).rowsAndRecords()).isEqualTo("6|6");
    }

    @Test
    void whatIsDoneWithoutARowIsPassedOverNextTime() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.lake().positions().save(Map.of(feed.bookmark(), 40L));
            feed.commit();

            assertThat(feed.next()).isEqualTo(40);
        }
        try (Feed next = new Feed(new LocalStorage(folder))) {
            assertThat(next.next()).isEqualTo(40);
        }
        assertThat(reader(folder).files()).isEmpty();
    }

    @Test
    void anOwnerWhoComesBackLateWritesNothingTwice() throws Exception {
        Feed.comesBackLate(() -> new LocalStorage(folder));

        assertThat(reader(folder).rowsAndRecords()).isEqualTo("12|12");
    }

    @Test
    void whatIsGatheredIsCommittedWhenTheSourceGoes() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder), new Rolling(Duration.ofDays(1), 1 << 20, "none"))) {
            feed.take(0, 10);
            feed.lake().positions().leave(List.of(feed.bookmark()));
        }

        assertThat(reader(folder).rowsAndRecords()).isEqualTo("10|10");
    }

    @Test
    void filesThatAreLargeEnoughAreCommittedAtOnce() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder), new Rolling(Duration.ofDays(1), 1, "snappy"))) {
            feed.take(0, 5);

            assertThat(feed.next()).isEqualTo(5);
        }
        assertThat(reader(folder).rowsAndRecords()).isEqualTo("5|5");
    }

    @Test
    void whatWaitsWhatIsCommittedAndWhatFailsIsCounted() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        try (Feed feed = new Feed(new FarStorage(new LocalStorage(folder), away::get))) {
            feed.take(0, 5);

            assertThat(meter(feed, "gathered")).isEqualTo(5);
            assertThat(meter(feed, "gathered.age")).isPositive();
            assertThat(meter(feed, "rows")).isZero();

            feed.commit();

            assertThat(meter(feed, "gathered")).isZero();
            assertThat(meter(feed, "gathered.age")).isZero();
            assertThat(meter(feed, "rows")).isEqualTo(5);
            assertThat(meter(feed, "files")).isEqualTo(3);
            assertThat(meter(feed, "bytes")).isEqualTo((double) reader(folder).bytes());
            assertThat(feed.meters()
                            .timer("fieldgate.lake.commit", "table", "telemetry")
                            .count())
                    .isEqualTo(1);

            feed.take(5, 7);
            away.set(true);
            assertThatThrownBy(feed::commit).isInstanceOf(Failure.class);

            assertThat(meter(feed, "retries")).isEqualTo(1);
            assertThat(meter(feed, "gathered")).isZero();
            assertThat(meter(feed, "rows")).isEqualTo(5);
        }
    }

    private static double meter(Feed feed, String name) {
        return feed.meters()
                .get("fieldgate.lake." + name)
                .tag("table", "telemetry")
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void aLakeThatWasDeletedIsMissed() throws Exception {
        try (Feed feed = new Feed(new LocalStorage(folder))) {
            feed.take(0, 5);
            feed.commit();
            FileSystemUtils.deleteRecursively(folder.resolve("telemetry"));

            feed.lake().positions().verify(List.of(feed.bookmark()));

            assertThat(feed.bookmark().loss()).isEqualTo(Position.UNKNOWN);
        }
    }

    @Test
    void aStorageThatRefusesSaysWhyAndWhatHelpsUntilItIsTimeToTryAgain() throws Exception {
        Files.writeString(folder.resolve("telemetry"), "no folder");

        assertThatThrownBy(() -> new Feed(new LocalStorage(folder)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT))
                .hasMessageContaining("The lake " + folder + " cannot be written");
    }
}
