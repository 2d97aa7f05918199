package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Diagnosis.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeProbeTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatCanBeWrittenIsWellAndNothingIsLeftInIt() {
        assertThat(look(folder.toString())).isEqualTo(Diagnosis.well("lake", folder + " can be written"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderMayHaveABlankInItsNameAndBeAUri() throws Exception {
        Path blank = folder.resolve("my lake");

        assertThat(look(blank.toString())).isEqualTo(Diagnosis.well("lake", blank + " can be written"));
        assertThat(look(blank.toUri().toString())).isEqualTo(Diagnosis.well("lake", blank + " can be written"));
        assertThat(blank).isEmptyDirectory();
    }

    @Test
    void aUriThatIsNoneIsRefusedWithItsSettingAndWhatIsAllowed() {
        assertThatThrownBy(() -> look("s3a://my lake/plant"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fieldgate.lake.root is no URI")
                .hasMessageContaining("%20");
    }

    @Test
    void saysThatTheRootCannotBeWrittenAndWhatHelps() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        Diagnosis found = look(file.resolve("lake").toString());

        assertThat(found.state()).isEqualTo(State.ILL);
        assertThat(found.text()).contains(file.resolve("lake").toString());
        assertThat(found.cure()).contains("fieldgate.lake.root");
    }

    @Test
    void saysThatNoRootIsNamedAndThatNobodyKnowsAUri() {
        assertThat(look("").text()).contains("there is no lake; set fieldgate.lake.root");
        assertThat(look("gopher://lake").cure()).contains("fieldgate.lake.root");
    }

    private static Diagnosis look(String root) {
        return new LakeProbe(new LakeProperties(root, Map.of())).look("readings");
    }
}
