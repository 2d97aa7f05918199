package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    private final String before = System.getProperty("java.io.tmpdir");

    @TempDir
    private Path parent;

    @AfterEach
    void restore() {
        System.setProperty("java.io.tmpdir", before);
    }

    @Test
    void isTheOneThatJavaUsesAndGoesWithEverythingInIt() throws Exception {
        System.setProperty("java.io.tmpdir", parent.toString());

        TemporaryFolder folder = TemporaryFolder.open();

        Path used = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(used).isDirectory().hasParent(parent);
        Files.writeString(
                Files.createDirectories(used.resolve("tomcat.8080/work")).resolve("left"), "x");
        folder.delete();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessHasLeftGoesWithTheNextStartAndNothingElseDoes() throws Exception {
        System.setProperty("java.io.tmpdir", parent.toString());
        Path dead = Files.createDirectories(parent.resolve("fieldgate-1-a/tomcat"));
        Files.createFile(dead.resolveSibling("in-use"));
        Path foreign = Files.createDirectory(parent.resolve("fieldgate-data"));
        TemporaryFolder living = TemporaryFolder.open();
        Path used = Path.of(System.getProperty("java.io.tmpdir"));
        System.setProperty("java.io.tmpdir", parent.toString());

        TemporaryFolder next = TemporaryFolder.open();

        assertThat(dead.getParent()).doesNotExist();
        assertThat(foreign).isDirectory();
        assertThat(used).isDirectory();
        living.delete();
        next.delete();
    }

    @Test
    void saysWhatToDoWhenTheFolderForTemporaryFilesCannotBeWritten() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "no folder");
        System.setProperty("java.io.tmpdir", file.toString());

        assertThatThrownBy(TemporaryFolder::open)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(CommandFailure.CANNOT_CREATE))
                .hasMessageContaining("JAVA_OPTS=-Djava.io.tmpdir=OTHER");
    }
}
