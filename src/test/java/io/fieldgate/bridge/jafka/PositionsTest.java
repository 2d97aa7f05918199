package io.fieldgate.bridge.jafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class PositionsTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatCannotBeMadeIsToldWithTheCure() throws Exception {
        // Rights would not do: whoever runs the tests may have them all.
        Path file = Files.createFile(folder.resolve("file"));

        assertSaysWhatToDo(positions(file.resolve("checkpoints"))::open);
    }

    @Test
    void aFolderThatCanNoMoreBeWrittenIsToldWithTheCure() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        Positions positions = positions(checkpoints);
        positions.open();
        positions.reached(0, 1);

        FileSystemUtils.deleteRecursively(checkpoints);

        assertSaysWhatToDo(positions::tidy);
    }

    @Test
    void aFileThatCannotBeReplacedIsToldBeforeAnythingIsRead() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        Files.createDirectories(checkpoints.resolve("jafka/route.json.next"));

        assertSaysWhatToDo(positions(checkpoints)::open);
    }

    private static Positions positions(Path checkpoints) {
        return new Positions(checkpoints, Duration.ZERO, "route", "localhost:9092/plant");
    }

    private static void assertSaysWhatToDo(ThrowingCallable what) {
        Failure failure = catchThrowableOfType(Failure.class, what);

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure.cure()).contains("/checkpoints, or give fieldgate.jafka.checkpoints another");
    }
}
