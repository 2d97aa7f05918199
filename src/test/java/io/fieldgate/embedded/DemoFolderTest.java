package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fieldgate.command.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void makesTheFolderAndHasAPlaceInItForEachPart() throws Exception {
        Path root = temporary.resolve("new/demo");

        try (DemoFolder folder = DemoFolder.open(root, false)) {
            assertThat(folder.root()).isEqualTo(root.toRealPath());
            assertThat(Stream.of(folder.kafka(), folder.mqtt(), folder.database(), folder.log()))
                    .doesNotHaveDuplicates()
                    .allMatch(path -> path.startsWith(folder.root()));
        }
    }

    @Test
    void isHeldByOneAtATime() throws Exception {
        Path root = temporary.resolve("demo");
        try (DemoFolder first = DemoFolder.open(root, false)) {
            assertThat(first.root()).exists();
            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(() -> DemoFolder.open(root, true))
                    .withMessage(
                            "data               " + root + " is in use by another demo. Stop it, or use: --data OTHER")
                    .returns(69, CommandFailure::exitCode);
        }

        DemoFolder.open(root, false).close();
    }

    @Test
    void keepsWhatIsInItUnlessAResetIsAsked() throws Exception {
        Path root = temporary.resolve("demo");
        Path old = root.resolve("kafka/readings-0/00000000000000000000.log");
        DemoFolder.open(root, false).close();
        Files.createDirectories(old.getParent());
        Files.writeString(old, "records");

        DemoFolder.open(root, false).close();
        assertThat(old).hasContent("records");

        DemoFolder.open(root, true).close();
        assertThat(root.resolve("kafka")).doesNotExist();
        DemoFolder.open(root, true).close();
    }

    @Test
    void resetsAnEmptyFolderButNeverOneThatIsNotTheDemos() throws Exception {
        DemoFolder.open(Files.createDirectories(temporary.resolve("empty")), true)
                .close();
        Path photos = Files.createDirectories(temporary.resolve("photos"));
        Path photo = Files.writeString(photos.resolve("cat.jpg"), "cat");

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> DemoFolder.open(photos, true))
                .withMessage("data               " + photos
                        + " is not a folder of the demo; it is not emptied. Use: --data OTHER")
                .returns(73, CommandFailure::exitCode);
        assertThat(photo).hasContent("cat");
    }

    @Test
    void namesAPlaceThatCannotBeAFolderWithTheCure() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "not a folder");

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> DemoFolder.open(file.resolve("demo"), false))
                .withMessageStartingWith("data               " + file.resolve("demo") + " cannot be written (")
                .withMessageEndingWith("). Make it writable, or use: --data OTHER")
                .returns(73, CommandFailure::exitCode);
    }
}
