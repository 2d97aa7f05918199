package io.fieldgate.route.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.reload.FileState.State;
import io.fieldgate.yaml.LiveFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a changed file is taken, and what is told of it. */
class ConfigReloadTest {
    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReloadJournal journal = new ReloadJournal(new ReloadMeters(meters));
    private final List<String> mistakes = new ArrayList<>();
    private Path path;
    private Words words;
    private ConfigReload reload;

    /** A file whose entries are its words. */
    private static final class Words extends LiveFile {
        private Map<String, String> running = new TreeMap<>();

        private Words(Path path, String text) {
            super(path, "words", Taken.refused(text, List.of(), List.of()));
            take(text);
        }

        @Override
        public Taken take(@Nullable String text) {
            if ("break".equals(text)) {
                throw new IllegalStateException("broken");
            }
            Map<String, String> before = running;
            running = new TreeMap<>();
            for (String word : text == null ? new String[0] : text.split(" ")) {
                running.put(word.substring(0, 1), word);
            }
            return tried(Taken.of(text, before, running, List.of()));
        }

        private void forgetItsText() {
            var unused = tried(Taken.of(null, Map.of(), running, List.of()));
        }

        @Override
        protected Collection<String> running() {
            return running.keySet();
        }
    }

    @BeforeEach
    void begin() throws IOException {
        path = Files.writeString(folder.resolve("words.yaml"), "alpha beta");
        words = new Words(path, "alpha beta");
        reload = new ConfigReload(List.of(words), file -> List.copyOf(mistakes), journal);
    }

    @Test
    void aChangeIsTakenWhenTwoLooksSeeTheSame() throws IOException {
        Files.writeString(path, "alpha bet");
        assertThat(reload.look()).isFalse();
        Files.writeString(path, "alpha bravo charlie");
        assertThat(reload.look()).isFalse();
        assertThat(words.running).containsValue("beta");

        assertThat(reload.look()).isTrue();

        Receipt receipt = journal.receipts().get(0);
        assertThat(receipt.file()).isEqualTo(path.toString());
        assertThat(receipt.entries()).isEqualTo("words");
        assertThat(receipt.added()).containsExactly("c");
        assertThat(receipt.changed()).containsExactly("b");
        assertThat(receipt.running()).containsExactly("a", "b", "c");
        assertThat(reload.look()).isFalse();
        assertThat(journal.receipts()).hasSize(1);
    }

    @Test
    void aFileWithMistakesLeavesWhatRunsAndIsShown() throws IOException {
        String hash = journal.files().get(0).hash();
        mistakes.add("words.yaml:1:1: is wrong");
        Files.writeString(path, "wrong");

        assertThat(reload.reload())
                .singleElement()
                .extracting(Receipt::successful)
                .isEqualTo(false);

        FileState state = journal.files().get(0);
        assertThat(state.state()).isEqualTo(State.EARLIER);
        assertThat(state.hash()).isEqualTo(hash);
        assertThat(state.names()).containsExactly("a", "b");
        assertThat(state.problems()).containsExactly("words.yaml:1:1: is wrong");
        assertThat(meters.get("fieldgate.config.last.reload.successful").gauge().value())
                .isZero();

        mistakes.clear();
        assertThat(reload.reload()).singleElement().extracting(Receipt::removed).isEqualTo(List.of("a", "b"));
        assertThat(meters.get("fieldgate.config.last.reload.successful").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void whateverHappensTheNextChangeIsSeen() throws IOException {
        Files.writeString(path, "break");
        assertThat(reload.reload().get(0).problems()).singleElement().asString().contains("broken");

        Files.delete(path);

        assertThat(reload.reload().get(0).removed()).containsExactly("a", "b");
        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(reload.reload().get(0).problems()).singleElement().asString().contains("is no text in UTF-8");
    }

    @Test
    void theFirstLookAtAFileThatSaysWhatIsInEffectIsNoNews() {
        words.forgetItsText();
        reload = new ConfigReload(List.of(words), file -> List.of(), journal);

        assertThat(reload.reload()).isEmpty();

        assertThat(journal.receipts()).isEmpty();
        assertThat(journal.files().get(0).hash()).isNotNull();
        assertThat(journal.files().get(0).names()).containsExactly("a", "b");
    }

    @Test
    void nothingIsDoneWhenNothingHasChanged() {
        assertThat(reload.reload()).isEmpty();
        assertThat(journal.receipts()).isEmpty();
    }
}
