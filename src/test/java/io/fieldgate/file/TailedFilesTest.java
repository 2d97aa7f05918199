package io.fieldgate.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Failure;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailedFilesTest {
    private static final String TAIL = "intake:log/*.log?mode=tail";

    @TempDir
    private Path folder;

    private Path log;
    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        log = Files.createDirectories(folder.resolve("in/log"));
        file = log.resolve("app.log");
    }

    @Test
    void linesGoThroughAsTheyAreWrittenAndAPartialOneWaits() throws Exception {
        append("one\ntw");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> route.bodies().equals(List.of("one")));

            append("o\nthree\n");

            await().until(() -> route.bodies().equals(List.of("one", "two", "three")));
            assertThat(route.seen().get(2).headers())
                    .containsEntry("fg.file", "log/app.log")
                    .containsEntry("fg.line", 3L);
        }
    }

    @Test
    void aPartialLastLineCountsAsCompleteAfterAnIdleTimeAndIsNeverSentTwice() throws Exception {
        append("one\ntw");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL + "&idle=300ms")) {
            await().until(() -> route.bodies().equals(List.of("one", "tw")));

            append("o\nthree\n");

            await().until(() -> route.bodies().equals(List.of("one", "tw", "o", "three")));
        }
    }

    @Test
    void beginsAtTheEndOfWhatIsThereAtItsFirstStartWhereTheRouteSaysSo() throws Exception {
        append("old\nold, and not compl");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL + "&from=end")) {
            await().until(() -> Files.exists(folder.resolve("checkpoints-one/files.json")));
            append("ete\nnew\n");
            Files.writeString(log.resolve("later.log"), "later\n");

            await().until(() -> route.seen().size() == 3);
            assertThat(route.bodies()).containsExactlyInAnyOrder("old, and not complete", "new", "later");
        }
    }

    @Test
    void goesOnWhereItWasAlsoInAFileThatWasRenamedBeyondThePatternMeanwhile() throws Exception {
        append("1\n2\n");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> route.seen().size() == 2);
        }
        append("3\n");
        Files.move(file, log.resolve("app.log.1"));
        append("4\n");

        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> route.seen().size() == 2);
            assertThat(route.bodies()).containsExactly("3", "4");
        }
    }

    @Test
    void losesAndDoublesNothingWhenFilesAreRotatedByRenamingUnderFiveThousandLinesASecond() throws Exception {
        int lines = 20_000;
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            int rotation = 0;
            Writer writer = Files.newBufferedWriter(file, CREATE, APPEND);
            long begun = System.nanoTime();
            for (int i = 0; i < lines; i++) {
                writer.write(i + " " + "x".repeat(100) + "\n");
                if (i % 4000 == 3999) {
                    // As logrotate does: the writer goes on with the old file until it is told.
                    Files.move(file, log.resolve("app.log." + ++rotation));
                } else if (i % 4000 == 200 && i > 4000) {
                    writer.close();
                    writer = Files.newBufferedWriter(file, CREATE, APPEND);
                }
                if (i % 50 == 0) {
                    writer.flush();
                    LockSupport.parkNanos(begun + TimeUnit.SECONDS.toNanos(1) * i / 5000 - System.nanoTime());
                }
            }
            writer.close();

            await().atMost(60, TimeUnit.SECONDS).until(() -> route.seen().size() >= lines);
            assertThat(route.bodies().stream()
                            .map(body -> Integer.valueOf(body.substring(0, body.indexOf(' '))))
                            .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, lines).boxed().toList());
            assertThat(route.count("fieldgate.file.truncated")).isZero();
        }
    }

    @Test
    void aTruncatedFileIsReadFromItsBeginningAndCounted() throws Exception {
        append("old 1\nold 2\n");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> route.seen().size() == 2);

            // As logrotate does with copytruncate.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            append("new\n");
            await().until(() -> route.seen().size() == 3);
            // Sooner than the next look, it is as long as before.
            Files.writeString(file, "xyz\nmore\n", StandardOpenOption.TRUNCATE_EXISTING);

            await().until(() -> route.bodies().equals(List.of("old 1", "old 2", "new", "xyz", "more")));
            assertThat(route.count("fieldgate.file.truncated")).isEqualTo(2);
        }
    }

    @Test
    void aStackTraceIsOneRecord() throws Exception {
        append("2026 bang\n\tat x\n\tat y\n2026 ok\n");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL + "&multiline=RAW([0-9]+)&idle=500ms")) {
            await().until(() -> route.bodies().equals(List.of("2026 bang\n\tat x\n\tat y", "2026 ok")));
            assertThat(route.seen().get(1).headers()).containsEntry("fg.line", 4L);
        }
    }

    @Test
    void repeatsNothingThatWasStoredWhenItStopsWhileTheRouteWaits() throws Exception {
        for (int i = 0; i < 1000; i++) {
            append(i + "\n");
        }
        AtomicInteger taken = new AtomicInteger();
        List<String> all = new ArrayList<>();
        try (IntakeRoute route = new IntakeRoute(folder, "one", TAIL, exchange -> {
            if (taken.incrementAndGet() > 500) {
                throw Failure.temporary("Kafka is away.", null);
            }
        })) {
            await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
            all.addAll(route.bodies());
        }
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> all.size() + route.seen().size() >= 1000);
            all.addAll(route.bodies());
        }
        assertThat(all)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
    }

    @Test
    void theLastLineThatFailedGoesAgainAlthoughNoOtherComes() throws Exception {
        append("one\n");
        AtomicInteger attempts = new AtomicInteger();
        try (IntakeRoute route = new IntakeRoute(folder, "one", TAIL, exchange -> {
            if (attempts.incrementAndGet() < 3) {
                throw Failure.temporary("Kafka is away.", null);
            }
        })) {
            await().until(() -> route.bodies().equals(List.of("one")));
            await().until(() -> route.health().getState() == HealthCheck.State.UP);
        }
    }

    @Test
    void tellsHowManyBytesItIsBehindAlsoWhileRecordsWait() throws Exception {
        append("1\n2\n");
        AtomicBoolean away = new AtomicBoolean();
        try (IntakeRoute route = new IntakeRoute(folder, "one", TAIL, exchange -> {
            if (away.get()) {
                throw Failure.temporary("Kafka is away.", null);
            }
        })) {
            await().until(() -> route.seen().size() == 2);
            assertThat(route.gauge("fieldgate.file.left")).isZero();

            away.set(true);
            append("3\n");
            await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
            append("four\n");
            await().until(() -> route.gauge("fieldgate.file.left") == 5);
            assertThat(route.health().getDetails())
                    .containsEntry("file", "log/app.log")
                    .hasEntrySatisfying(
                            "progress", text -> assertThat(text.toString()).contains("MB behind"));

            away.set(false);
            await().until(() -> route.seen().size() == 4);
            await().until(() -> route.gauge("fieldgate.file.left") == 0);
        }
    }

    @Test
    void aCompressedFileIsNotFollowedAndStopsNobody() throws Exception {
        Files.write(log.resolve("old.log"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0});
        append("one\n");
        try (IntakeRoute route = new IntakeRoute(folder, TAIL)) {
            await().until(() -> route.bodies().equals(List.of("one")));
            await().atMost(Duration.ofSeconds(60)).until(() -> route.count("fieldgate.file.unreadable") == 1);
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, CREATE, APPEND);
    }
}
