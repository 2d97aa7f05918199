package io.fieldgate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.RecordedRoute.Message;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropFolderTest {
    @TempDir
    private Path folder;

    private Path drop;

    @BeforeEach
    void makeFolder() throws IOException {
        drop = Files.createDirectories(folder.resolve("in/drop"));
    }

    @Test
    void readsACompleteFileOnceLineByLineAndMovesItToDone() throws Exception {
        Files.writeString(drop.resolve("a.ndjson"), numbers(0, 1000));
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/a.ndjson")));

            assertThat(route.bodies()).isEqualTo(numbers(0, 1000).lines().toList());
            Message message = route.seen().get(41);
            assertThat(message.headers())
                    .containsEntry("fg.source", "file")
                    .containsEntry("fg.file", "drop/a.ndjson")
                    .containsEntry("fg.line", 42L)
                    .containsKey("fg.received-at");
            assertThat(route.letters()).isEmpty();
            assertThat(route.count("fieldgate.messages.acknowledged")).isEqualTo(1000);
            assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(names(drop)).containsExactlyInAnyOrder("done", ".work");
        }
    }

    @Test
    void capturesOfThePathBecomeHeaders() throws Exception {
        Files.createDirectories(drop.resolve("north"));
        Files.writeString(drop.resolve("north/oven-7.csv"), "t\n21.5\n");
        Files.writeString(drop.resolve("north/oven-7.txt"), "not wanted");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop/{site}/{device}.csv?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/north/oven-7.csv")));

            assertThat(route.bodies()).containsExactly("{\"t\":21.5}");
            assertThat(route.seen().get(0).headers())
                    .containsEntry("site", "north")
                    .containsEntry("fg.site", "north")
                    .containsEntry("device", "oven-7")
                    .containsEntry("fg.device", "oven-7")
                    .containsEntry("fg.line", 2L);
            assertThat(drop.resolve("north/oven-7.txt")).exists();
        }
    }

    @Test
    void aBadRowIsADeadLetterWithFileAndLineAndTheOthersPass() throws Exception {
        Files.writeString(drop.resolve("a.csv"), "id,v\n1,2\n3\n4,5\n");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop/{device}.csv?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/a.csv")));

            assertThat(route.bodies()).containsExactly("{\"id\":1,\"v\":2}", "{\"id\":4,\"v\":5}");
            assertThat(route.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.source()).isEqualTo("file:drop/a.csv:3");
                assertThat(letter.value()).isEqualTo("3".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertThat(letter.key()).isEqualTo("a".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertThat(letter.headers()).containsEntry("fg.line", 3L).containsEntry("fg.file", "drop/a.csv");
                assertThat(Failure.in(letter.cause()).code()).isEqualTo("MALFORMED_CSV");
            });
            assertThat(route.count("fieldgate.file.records.bad")).isEqualTo(1);
        }
    }

    @Test
    void aRecordThatTheRouteRejectsIsADeadLetterInItsPlace() throws Exception {
        Files.writeString(drop.resolve("a.txt"), numbers(0, 100));
        try (IntakeRoute route = new IntakeRoute(folder, "one", "intake:drop?stable=0s", exchange -> {
            if (exchange.getIn().getBody(String.class).equals("13")) {
                throw new IllegalArgumentException("unlucky");
            }
        })) {
            await().until(() -> Files.exists(drop.resolve("done/a.txt")));

            assertThat(route.bodies()).hasSize(99).doesNotContain("13");
            assertThat(route.letters()).extracting(DeadLetter::source).containsExactly("file:drop/a.txt:14");
        }
    }

    @Test
    void aFileThatCannotBeReadIsMovedToErrorWithTheReasonBesideIt() throws Exception {
        Files.writeString(drop.resolve("a.csv"), "id,id\n1,2\n");
        Files.writeString(drop.resolve("b.csv"), "id\n1\n");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/b.csv")) && Files.exists(drop.resolve("error/a.csv")));

            assertThat(drop.resolve("error/a.csv.reason.txt"))
                    .content()
                    .startsWith("The header names a column 'id', allowed are names of 1 to 255 characters, each once.")
                    .contains("code: HEADER", "file: drop/a.csv");
            assertThat(route.bodies()).containsExactly("{\"id\":1}");
            assertThat(route.count("fieldgate.file.unreadable")).isEqualTo(1);
        }
    }

    @Test
    void aFileOfANameThatIsDoneAlreadyDoesNotReplaceIt() throws Exception {
        Files.createDirectories(drop.resolve("done"));
        Files.writeString(drop.resolve("done/a.txt"), "old");
        Files.writeString(drop.resolve("a.txt"), "new");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=0s")) {
            await().until(() -> names(drop.resolve("done")).size() == 2);

            assertThat(drop.resolve("done/a.txt")).hasContent("old");
            assertThat(route.bodies()).containsExactly("new");
        }
    }

    @Test
    void waitsUntilAFileNoLongerGrows() throws Exception {
        Path file = drop.resolve("a.txt");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=3s")) {
            for (int i = 0; i < 8; i++) {
                Files.writeString(
                        file,
                        i + "\n",
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND);
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                assertThat(route.seen()).isEmpty();
            }

            await().until(() -> Files.exists(drop.resolve("done/a.txt")));
            assertThat(route.bodies()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        }
    }

    @Test
    void waitsForTheMarkerFile() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "x");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?marker=.ready")) {
            await().during(Duration.ofMillis(300)).until(() -> route.seen().isEmpty());

            Files.createFile(drop.resolve("a.txt.ready"));

            await().until(() -> Files.exists(drop.resolve("done/a.txt")));
            assertThat(route.bodies()).containsExactly("x");
            assertThat(drop.resolve("a.txt.ready")).doesNotExist();
        }
    }

    @Test
    void readsNothingOutsideTheRootAndNothingButFinishedRegularFiles() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(drop.resolve("link.txt"), secret);
        Files.createSymbolicLink(drop.resolve("outside"), folder);
        new ProcessBuilder("mkfifo", drop.resolve("pipe.txt").toString())
                .start()
                .waitFor();
        Files.writeString(drop.resolve(".hidden"), "hidden");
        Files.writeString(drop.resolve("a.txt.part"), "unfinished");
        Files.writeString(drop.resolve("odd\nname.txt"), "odd");
        Files.writeString(drop.resolve("-rf"), "-rf");
        Files.writeString(drop.resolve("x".repeat(255)), "long");
        Files.writeString(drop.resolve("{device}*.txt"), "braces");
        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop/*?stable=0s")) {
            await().until(() ->
                    route.seen().size() >= 3 && names(drop.resolve("done")).size() == 3);

            await().during(Duration.ofMillis(200)).until(() -> route.seen().size() == 3);
            assertThat(route.bodies()).containsExactlyInAnyOrder("-rf", "long", "braces");
            assertThat(drop.resolve("link.txt")).isSymbolicLink();
            assertThat(names(drop)).contains("pipe.txt", ".hidden", "a.txt.part", "odd\nname.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intake:../x",
                "intake:a/../b.txt",
                "intake:/etc/*.conf",
                "intake:a//b.txt",
                "intake:{Camel}.txt",
                "intake:{route}.csv",
                "intake:{a}/{a}.csv",
                "intake:a?format=xml",
                "intake:a?separator=xx",
                "intake:a?multiline=(",
                "intake:a?types=x:date&format=csv"
            })
    void aPathOrOptionThatMakesNoSenseIsRefusedWithWhatIsAllowed(String uri) {
        assertThatThrownBy(() -> new IntakeRoute(folder, uri).close())
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("intake:");
    }

    @Test
    void whatMaySucceedLaterWaitsInItsPlaceAndIsReported() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        Files.writeString(drop.resolve("a.txt"), numbers(0, 50));
        try (IntakeRoute route = new IntakeRoute(folder, "one", "intake:drop?stable=0s&maxInFlight=10", exchange -> {
            if (away.get() && Integer.parseInt(exchange.getIn().getBody(String.class)) >= 20) {
                throw Failure.systemic("The table is missing.", "Create it.", null);
            }
        })) {
            await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
            await().during(Duration.ofMillis(500)).until(() -> route.seen().size() == 20);
            assertThat(route.health().getDetails()).containsEntry("cure", "Create it.");

            away.set(false);

            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(drop.resolve("done/a.txt")));
            assertThat(route.bodies()).isEqualTo(numbers(0, 50).lines().toList());
            assertThat(route.letters()).isEmpty();
            assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void goesOnWhereTheLastProcessHadStopped() throws Exception {
        Files.writeString(drop.resolve("a.txt"), numbers(0, 10_000));
        AtomicInteger taken = new AtomicInteger();
        List<String> first;
        try (IntakeRoute route = new IntakeRoute(folder, "one", "intake:drop?stable=0s&maxInFlight=100", exchange -> {
            if (taken.incrementAndGet() > 3000) {
                throw Failure.temporary("Kafka is away.", null);
            }
        })) {
            await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
            first = route.bodies();
        }
        assertThat(drop.resolve("a.txt")).doesNotExist();

        try (IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/a.txt")));

            List<String> both = new ArrayList<>(first);
            both.addAll(route.bodies());
            assertThat(both).isEqualTo(numbers(0, 10_000).lines().toList());
            assertThat(first).hasSize(3000);
        }
    }

    @Test
    void twoGatewaysOnOneFolderReadEachFileOnce() throws Exception {
        try (IntakeRoute one = new IntakeRoute(folder, "one", "intake:drop?stable=0s", exchange -> {});
                IntakeRoute two = new IntakeRoute(folder, "two", "intake:drop?stable=0s", exchange -> {})) {
            for (int i = 0; i < 300; i++) {
                Path hidden = Files.writeString(drop.resolve("." + i), "file " + i);
                Files.move(hidden, drop.resolve(i + ".txt"));
            }

            await().until(() -> names(drop.resolve("done")).size() == 300);
            assertThat(Stream.concat(one.bodies().stream(), two.bodies().stream())
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 300).mapToObj(i -> "file " + i).toList());
            assertThat(one.seen()).isNotEmpty();
            assertThat(two.seen()).isNotEmpty();
        }
    }

    @Test
    void takesOverWhatAGatewayThatIsGoneHadClaimedAndLeavesThatOfOneThatRuns() throws Exception {
        Path gone = Files.createDirectories(drop.resolve(".work/files/gone"));
        Files.writeString(gone.resolve("a.txt"), "left");
        Path running = Files.createDirectories(drop.resolve(".work/files/running"));
        Files.writeString(running.resolve("b.txt"), "held");
        try (FileChannel channel = FileChannel.open(
                        running.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock();
                IntakeRoute route = new IntakeRoute(folder, "intake:drop?stable=0s")) {
            await().until(() -> Files.exists(drop.resolve("done/a.txt")));

            assertThat(held.isValid()).isTrue();
            assertThat(route.bodies()).containsExactly("left");
            assertThat(running.resolve("b.txt")).hasContent("held");
        }
    }

    @Test
    void aSecondGatewayOfTheSameNameWaitsAndSaysWhy() throws Exception {
        try (IntakeRoute one = new IntakeRoute(folder, "one", "intake:drop?stable=0s", exchange -> {})) {
            await().until(() -> Files.isDirectory(drop.resolve(".work")));
            try (IntakeRoute two = new IntakeRoute(folder, "one", "intake:drop?stable=0s", exchange -> {})) {
                await().until(() -> two.health().getState() == HealthCheck.State.DOWN);

                assertThat(two.health().getDetails().get("cause").toString()).contains("Another gateway uses");
                assertThat(one.health().getState()).isEqualTo(HealthCheck.State.UP);
            }
        }
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static List<String> names(Path of) throws IOException {
        if (!Files.isDirectory(of)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(of)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
