package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadSizeTest {
    private static final long ROOM_BYTES = 32L * 1024 * 1024;

    private final ReadSize size = new ReadSize();

    @Test
    void noMoreAreAskedForThanHaveRoom() {
        assertThat(size.of(7, ROOM_BYTES)).isEqualTo(7);
    }

    @Test
    void manyAreTakenInSeveralSteps() {
        // Act
        Collections.nCopies(100, List.of(message(200))).forEach(size::came);

        // Assert
        assertThat(size.of(4 * ReadSize.MOST, ROOM_BYTES)).isEqualTo(ReadSize.MOST);
    }

    @Test
    void ofLargeMessagesFewAreAskedFor() {
        // Act
        size.came(List.of(message(1024 * 1024), message(1)));

        // Assert
        assertThat(size.of(ReadSize.MOST, ROOM_BYTES)).isEqualTo(32);
    }

    @Test
    void oneIsAskedForHoweverLittleRoomThereIs() {
        // Act
        size.came(List.of(message(1024 * 1024)));

        // Assert
        assertThat(size.of(ReadSize.MOST, 1)).isEqualTo(1);
    }

    @Test
    void largeOnesAreForgottenInTime() {
        // Arrange
        size.came(List.of(message(1024 * 1024)));

        // Act
        Collections.nCopies(100, List.of(message(200))).forEach(size::came);

        // Assert
        assertThat(size.of(ReadSize.MOST, ROOM_BYTES)).isEqualTo(ReadSize.MOST);
    }

    private static Arrival message(int bytes) {
        return new Arrival(new byte[bytes], Map.of(), "queue", "1");
    }
}
