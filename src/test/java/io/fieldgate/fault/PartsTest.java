package io.fieldgate.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void whatComesAfterOneThatDoesNotCloseIsClosedAndTheFailureIsSaid() {
        List<String> closed = new ArrayList<>();
        AutoCloseable broken = () -> {
            throw new IOException("still in use");
        };

        assertThatThrownBy(() -> Parts.closeAll(() -> closed.add("gateway"), broken, null, () -> closed.add("kafka")))
                .hasMessageContaining("still in use");

        assertThat(closed).containsExactly("gateway", "kafka");
    }
}
