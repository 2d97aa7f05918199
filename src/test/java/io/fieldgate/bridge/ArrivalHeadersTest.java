package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;

class ArrivalHeadersTest {
    @Test
    void namesKnowNoCase() {
        // Arrange
        Map<String, Object> headers = ArrivalHeaders.of(Map.of("rabbitmq.routing-key", "north"), 7, "rabbitmq");

        // Act / Assert
        assertThat(headers.get("RabbitMQ.Routing-Key")).isEqualTo("north");
        assertThat(headers.containsKey("FG.SOURCE")).isTrue();
        assertThat(headers.get("routing-key")).isNull();
        assertThat(headers.containsKey(null)).isFalse();
    }

    @Test
    void eachMessageHasItsTimeAndSource() {
        assertThat(ArrivalHeaders.of(Map.of("a", 1), 7, "zeromq"))
                .containsOnly(entry("a", 1), entry("fg.received-at", 7L), entry("fg.source", "zeromq"));
    }

    @Test
    void ofNamesThatDifferInCaseAloneOneCounts() {
        // Arrange
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("rabbitmq.header.site", "north");
        sent.put("rabbitmq.header.Site", "south");

        // Act
        Map<String, Object> headers = ArrivalHeaders.of(sent, 7, "rabbitmq");

        // Assert
        assertThat(headers)
                .hasSize(3)
                .isEqualTo(new CaseInsensitiveMap(headers))
                .containsEntry("RABBITMQ.HEADER.SITE", "south");
    }

    @Test
    void whatASenderSetsCannotTakeThePlaceOfTheGatewaysOwn() {
        assertThat(ArrivalHeaders.of(Map.of("FG.Source", "console"), 7, "rabbitmq"))
                .hasSize(2)
                .containsEntry("fg.source", "rabbitmq");
    }

    @Test
    void thereMayBeManyOfThem() {
        // Arrange
        Map<String, Object> sent = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            sent.put("rabbitmq.header." + i, i);
        }

        // Act
        Map<String, Object> headers = ArrivalHeaders.of(sent, 7, "rabbitmq");

        // Assert
        assertThat(headers).hasSize(1_002).containsEntry("Rabbitmq.Header.999", 999);
    }

    @Test
    void theyAreReadInTheirOrderAndAsEntries() {
        // Arrange
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("b", 1);
        sent.put("a", 2);
        Map<String, Object> headers = ArrivalHeaders.of(sent, 7, "redis");
        Map<String, Object> seen = new LinkedHashMap<>();

        // Act
        headers.forEach(seen::put);

        // Assert
        assertThat(seen.keySet()).containsExactly("b", "a", "fg.received-at", "fg.source");
        assertThat(headers.entrySet()).isEqualTo(seen.entrySet());
    }
}
