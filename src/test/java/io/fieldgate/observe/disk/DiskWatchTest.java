package io.fieldgate.observe.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.util.unit.DataSize;

class DiskWatchTest {
    private static final long MB = DataSize.ofMegabytes(1).toBytes();
    private static final long GB = DataSize.ofGigabytes(1).toBytes();

    private final DiskProperties properties =
            new DiskProperties(Path.of("data"), DataSize.ofMegabytes(500), 5, Duration.ofSeconds(1));
    private DiskSpace space = new DiskSpace(10 * GB, 20 * GB);
    private final DiskWatch disk = new DiskWatch(properties, () -> space);
    private final DiskHealth health = new DiskHealth(disk, properties);

    @Test
    void isOpenWhileThereIsRoom() {
        disk.check();

        assertThat(disk.closed()).isNull();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails()).containsEntry("free", 10 * GB);
    }

    @Test
    void closesBelowFiveHundredMegabytesAndSaysWhatHelps() {
        space = new DiskSpace(499 * MB, 5 * GB);

        disk.check();

        assertThat(disk.closed().kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(disk.closed()).hasMessageContaining("less than 524 MB").hasMessageContaining("messages wait");
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails())
                .hasEntrySatisfying("cure", cure -> assertThat(cure.toString()).startsWith("Make room"));
    }

    @Test
    void closesBelowFivePercentOfAMiddlingDiskAndBelowFiveGigabytesOfALargeOne() {
        space = new DiskSpace(2 * GB, 50 * GB);
        disk.check();
        assertThat(disk.closed()).isNotNull();

        space = new DiskSpace(6 * GB, 1_000 * GB);
        disk.check();
        assertThat(disk.closed()).isNull();

        space = new DiskSpace(4 * GB, 1_000 * GB);
        disk.check();
        assertThat(disk.closed()).isNotNull();
    }

    @Test
    void opensAgainWithATenthMoreAndKeepsSinceWhenItWasClosed() {
        space = new DiskSpace(100 * MB, 5 * GB);
        disk.check();
        Instant since = disk.current().since();

        space = new DiskSpace(520 * MB, 5 * GB);
        disk.check();
        assertThat(disk.closed()).isNotNull();
        assertThat(disk.current().since()).isEqualTo(since);

        space = new DiskSpace(551 * MB, 5 * GB);
        disk.check();
        assertThat(disk.closed()).isNull();
    }

    @Test
    void staysAsItIsWhenTheDiskCannotBeAsked() {
        space = new DiskSpace(0, 5 * GB);
        DiskWatch flaky = new DiskWatch(properties, () -> {
            if (space.free() > 0) {
                throw new IOException("stale handle");
            }
            return space;
        });
        flaky.check();
        space = new DiskSpace(1, 1);

        flaky.check();

        assertThat(flaky.closed()).isNotNull();
    }

    @Test
    void looksAtTheDiskOfAFolderThatDoesNotExistYet(@TempDir Path folder) throws IOException {
        assertThat(DiskSpace.of(folder.resolve("a/b")).total())
                .isEqualTo(DiskSpace.of(folder).total())
                .isPositive();
    }
}
