package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.yaml.LiveFile.Extent;
import io.fieldgate.yaml.LiveFile.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a changed file comes into effect. */
class RuleFileTest {
    private static final String HOT = "  - { name: hot, topic: t, when: payload.v > 80 }\n";
    private static final String SILENT = "  - { name: silent, topic: t, absent: 20s }\n";

    @TempDir
    private Path folder;

    private final RuleBook book = new RuleBook(AlertRules.none());

    @Test
    void saysWhichRulesAreNewChangedAndGone() throws IOException {
        RuleFile file = file("rules:\n" + HOT + SILENT);
        assertThat(file.last().running()).containsExactly("hot", "silent");

        Taken taken =
                file.take("rules: # only a comment\n" + HOT.replace("80", "90") + SILENT.replace("silent", "gone"));

        assertThat(taken.extent()).isEqualTo(Extent.ALL);
        assertThat(taken.added()).containsExactly("gone");
        assertThat(taken.changed()).containsExactly("hot");
        assertThat(taken.removed()).containsExactly("silent");
        assertThat(book.rules().names()).containsExactly("hot", "gone");
        assertThat(file.take("rules:\n" + HOT.replace("80", "90") + SILENT.replace("silent", "gone"))
                        .isChange())
                .isFalse();
    }

    @Test
    void aRuleWithAMistakeIsDisabledWithItsPlaceAndTheOthersAreTaken() throws IOException {
        RuleFile file = file("rules:\n" + HOT + SILENT);

        Taken taken = file.take("rules:\n" + HOT.replace("> 80", ">") + SILENT.replace("20s", "30s"));

        assertThat(taken.extent()).isEqualTo(Extent.PARTLY);
        assertThat(taken.problems()).singleElement().asString().contains("alerts.yaml:2:", "when: payload.v >", "^");
        assertThat(taken.changed()).containsExactly("silent");
        assertThat(book.rules().disabled()).containsExactly("hot");
    }

    @Test
    void whatCannotBeReadLeavesWhatRuns() throws IOException {
        RuleFile file = file("rules:\n" + HOT);
        AlertRules before = book.rules();

        for (String unreadable : new String[] {
            "", "rules: [", "ruels:\n" + HOT, "rules:\n" + SILENT + "  - { topic: t, absent: 5s }\n", "# nothing\n"
        }) {
            Taken taken = file.take(unreadable);

            assertThat(taken.extent()).as(unreadable).isEqualTo(Extent.EARLIER);
            assertThat(taken.problems()).as(unreadable).isNotEmpty();
            assertThat(taken.running()).containsExactly("hot");
        }
        assertThat(book.rules()).isSameAs(before);
    }

    @Test
    void aFileThatIsEmptyAtTheStartIsNoWordThatThereAreNoRules() throws IOException {
        RuleFile file = file("# nothing\n");

        assertThat(book.rules().isReadable()).isFalse();
        assertThat(file.last().problems())
                .singleElement()
                .asString()
                .contains("alerts.yaml:1:1: is empty; 'rules: []' takes all rules away");
    }

    @Test
    void aFileThatIsDeletedTakesItsRulesAlong() throws IOException {
        RuleFile file = file("rules:\n" + HOT);

        assertThat(file.take(null).removed()).containsExactly("hot");
        assertThat(book.rules().isEmpty()).isTrue();
    }

    private RuleFile file(String text) throws IOException {
        return RuleFile.begin(Files.writeString(folder.resolve("alerts.yaml"), text), book, new AlertMeters(null));
    }
}
