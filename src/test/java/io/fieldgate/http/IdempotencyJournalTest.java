package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.http.IdempotencyJournal.Settings;
import io.fieldgate.http.Outcome.Kind;
import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyJournalTest {
    private static final byte[] BODY = Sha256.of("body".getBytes(UTF_8));
    private static final byte[] OTHER_BODY = Sha256.of("other".getBytes(UTF_8));
    private static final byte[] ANSWER = "{\"stored\":1}".getBytes(UTF_8);
    private static final int SIZE = 4 + 4 + 32 + 32 + 8 + 2 + ANSWER.length;

    @TempDir
    private Path folder;

    private long now = 1_000_000;
    private Settings settings;
    private IdempotencyJournal journal;

    @BeforeEach
    void open() throws IOException {
        open(new Settings(folder.resolve("idempotency"), Duration.ofHours(1), 1_000, 1_000_000));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void givesTheSameAnswerToTheSameRequest() {
        assertThat(begin("k")).isEqualTo(Kind.NEW);
        complete("k");

        Outcome outcome = journal.begin("k", BODY);

        assertThat(outcome.kind()).isEqualTo(Kind.SAME);
        assertThat(outcome.status()).isEqualTo(202);
        assertThat(outcome.answer()).isEqualTo(ANSWER);
    }

    @Test
    void refusesAKeyThatIsThatOfAnotherBody() {
        begin("k");
        assertThat(journal.begin("k", OTHER_BODY).kind()).as("on its way").isEqualTo(Kind.OTHER_BODY);
        complete("k");

        assertThat(journal.begin("k", OTHER_BODY).kind()).as("answered").isEqualTo(Kind.OTHER_BODY);
    }

    @Test
    void saysThatARequestIsOnItsWay() {
        begin("k");

        assertThat(begin("k")).isEqualTo(Kind.IN_PROGRESS);
    }

    @Test
    void forgetsWhatWasGivenUp() {
        begin("k");
        journal.abandon("k");

        assertThat(journal.begin("k", OTHER_BODY).kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void takesKeysOfAnyLengthAndScript() {
        for (String key : List.of("", "ключ", "k".repeat(100_000))) {
            begin(key);
            complete(key);

            assertThat(begin(key)).isEqualTo(Kind.SAME);
        }
    }

    @Test
    void remembersAfterARestart() throws IOException {
        answered("a", "b");
        begin("unanswered");

        reopen();

        assertThat(begin("a")).isEqualTo(Kind.SAME);
        assertThat(journal.begin("b", BODY).answer()).isEqualTo(ANSWER);
        assertThat(journal.begin("b", OTHER_BODY).kind()).isEqualTo(Kind.OTHER_BODY);
        assertThat(begin("unanswered")).isEqualTo(Kind.NEW);
    }

    @Test
    void remembersWhateverARestartFindsAtTheEndOfTheFile() throws IOException {
        answered("a", "b");
        journal.close();
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int end = whole.length - 1; end >= whole.length - SIZE; end--) {
            Files.write(file, Arrays.copyOf(whole, end));
            open(settings);
            assertThat(begin("a")).as("%s of %s bytes", end, whole.length).isEqualTo(Kind.SAME);
            assertThat(begin("b")).isEqualTo(Kind.NEW);
            journal.close();
        }
        Files.write(file, whole);
        Files.write(file, new byte[1_000], StandardOpenOption.APPEND);
        open(settings);

        assertThat(begin("b")).isEqualTo(Kind.SAME);
    }

    @Test
    void goesOnAfterAHalfWrittenFile() throws IOException {
        answered("a");
        journal.close();
        Files.write(files().get(0), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        open(settings);
        answered("b");

        reopen();

        assertThat(begin("a")).isEqualTo(Kind.SAME);
        assertThat(begin("b")).isEqualTo(Kind.SAME);
    }

    @Test
    void takesNoAnswerThatTheDiskHasChanged() throws IOException {
        answered("a");
        journal.close();
        byte[] bytes = Files.readAllBytes(files().get(0));
        bytes[bytes.length - 1] ^= 1;
        Files.write(files().get(0), bytes);

        open(settings);

        assertThat(begin("a")).isEqualTo(Kind.NEW);
    }

    @Test
    void refusesAFileThatIsNotItsOwn() throws IOException {
        journal.close();
        Path file = Files.writeString(settings.folder().resolve("0000000001.answers"), "something else");

        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is no journal of this version, delete it to go on without");
        Files.delete(file);
        open(settings);
    }

    @Test
    void isForOneGatewayOnly() {
        assertThatThrownBy(() -> IdempotencyJournal.open(settings))
                .isInstanceOf(IOException.class)
                .hasMessage("another gateway uses the folder " + settings.folder() + ", each needs one of its own");
    }

    @Test
    void forgetsAtTheEndOfTheWindow() throws IOException {
        answered("a");
        now += Duration.ofMinutes(59).toMillis();
        assertThat(begin("a")).isEqualTo(Kind.SAME);
        now += Duration.ofMinutes(1).toMillis();

        assertThat(journal.begin("a", OTHER_BODY).kind()).isEqualTo(Kind.NEW);
        assertThat(journal.entries()).isZero();
        assertThat(journal.bytes()).isZero();
        reopen();
        assertThat(begin("a")).isEqualTo(Kind.NEW);
        assertThat(files()).isEmpty();
        assertThat(journal.forgottenEarly()).isZero();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooManyAndCountsThem() throws IOException {
        reopen(new Settings(settings.folder(), settings.window(), 3, 1_000_000));
        answered("a", "b", "c", "d");

        assertThat(journal.entries()).isEqualTo(3);
        assertThat(journal.forgottenEarly()).isEqualTo(1);
        assertThat(begin("b")).isEqualTo(Kind.SAME);
        assertThat(begin("a")).isEqualTo(Kind.NEW);
    }

    @Test
    void forgetsTheOldestWhenTheyAreTooLarge() throws IOException {
        reopen(new Settings(settings.folder(), settings.window(), 1_000, 3L * SIZE));
        answered("a", "b", "c", "d");

        assertThat(journal.bytes()).isEqualTo(3L * SIZE);
        assertThat(begin("b")).isEqualTo(Kind.SAME);
        assertThat(begin("a")).isEqualTo(Kind.NEW);
    }

    @Test
    void keepsItsFilesNearTheBound() throws IOException {
        long bound = 256 * 1024;
        reopen(new Settings(settings.folder(), settings.window(), 100_000, bound));
        byte[] answer = new byte[1_000];
        for (int i = 0; i < 2_000; i++) {
            begin("k" + i);
            CompletionStage<Void> saved = journal.complete("k" + i, 202, answer);
            if (i % 50 == 49) {
                saved.toCompletableFuture().join();
            }
        }

        await().atMost(60, SECONDS).until(() -> size() <= 2 * bound);
        assertThat(begin("k1999")).isEqualTo(Kind.SAME);
        assertThat(begin("k0")).isEqualTo(Kind.NEW);
    }

    @Test
    void gathersItsFilesAfterManyRestarts() throws IOException {
        for (int i = 0; i < 30; i++) {
            answered("k" + i);
            reopen();
        }

        assertThat(files()).hasSizeLessThan(10);
        for (int i = 0; i < 30; i++) {
            assertThat(begin("k" + i)).isEqualTo(Kind.SAME);
        }
    }

    @Test
    void letsManyAnswersShareOneEffortOfTheDisk() {
        int many = 900;
        List<CompletableFuture<Void>> saved = IntStream.range(0, many)
                .mapToObj(i -> {
                    begin("k" + i);
                    return journal.complete("k" + i, 202, ANSWER).toCompletableFuture();
                })
                .toList();
        saved.forEach(CompletableFuture::join);

        assertThat(journal.entries()).isEqualTo(many);
        assertThat(journal.writes()).isPositive().isLessThan(many);
    }

    @Test
    void saysWhenTheDiskRefusesAndGoesOnWhenItDoesNot() throws Exception {
        begin("a");
        begin("b");
        delete(settings.folder());

        CompletionStage<Void> failed = journal.complete("a", 202, ANSWER);

        assertThat(failed)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("cannot be written");
        assertThat(journal.trouble()).contains(settings.folder().toString());
        assertThat(begin("a")).as("stored, but not remembered for good").isEqualTo(Kind.IN_PROGRESS);
        assertThat(begin("c")).isEqualTo(Kind.UNAVAILABLE);
        assertThat(journal.complete("b", 202, ANSWER)).failsWithin(Duration.ofSeconds(5));

        Files.createDirectories(settings.folder());

        await().atMost(60, SECONDS).until(() -> journal.trouble() == null);
        assertThat(begin("a")).isEqualTo(Kind.SAME);
        assertThat(begin("b")).isEqualTo(Kind.SAME);
        assertThat(begin("c")).isEqualTo(Kind.NEW);
    }

    @Test
    void savesWhatIsKnownBeforeItCloses() throws IOException {
        List<CompletableFuture<Void>> saved = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            begin("k" + i);
            saved.add(journal.complete("k" + i, 202, ANSWER).toCompletableFuture());
        }
        begin("late");

        journal.close();

        assertThat(saved).allMatch(CompletableFuture::isDone);
        assertThat(journal.complete("late", 202, ANSWER)).failsWithin(Duration.ofSeconds(1));
        open(settings);
        assertThat(begin("k499")).isEqualTo(Kind.SAME);
    }

    private Kind begin(String key) {
        return journal.begin(key, BODY).kind();
    }

    private void complete(String key) {
        journal.complete(key, 202, ANSWER).toCompletableFuture().join();
    }

    private void answered(String... keys) {
        for (String key : keys) {
            begin(key);
            complete(key);
        }
    }

    private void reopen() throws IOException {
        reopen(settings);
    }

    private void reopen(Settings next) throws IOException {
        journal.close();
        open(next);
    }

    private void open(Settings next) throws IOException {
        settings = next;
        journal = IdempotencyJournal.open(next, () -> now);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(settings.folder())) {
            return all.filter(path -> path.toString().endsWith(".answers"))
                    .sorted()
                    .toList();
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
