package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavingHeadersTest {
    @Test
    void ofAHeaderThatIsNoTextLeavesWhatCanBeRead() {
        // Arrange
        Map<String, Object> headers = Map.of("broker.type", new byte[] {'a', (byte) 0xFF, 'b'});

        // Act / Assert
        assertThat(LeavingHeaders.text(headers, "broker.type")).isEqualTo("a\uFFFDb");
        assertThat(LeavingHeaders.id(headers, "broker.type", "otherwise")).isEqualTo("a\uFFFDb");
        assertThat(LeavingHeaders.text(headers, "broker.group-id")).isNull();
    }
}
