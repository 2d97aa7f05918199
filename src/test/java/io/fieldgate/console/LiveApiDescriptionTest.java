package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The description of what shows the gateway live, compared with what is there. */
class LiveApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().liveApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Operations.described(document)).isEqualTo(Operations.of(StreamApi.class, HistoryApi.class));
    }

    @Test
    void hasEveryParameter() {
        assertThat(document.at("/paths/~1api~1v1~1history/get/parameters").findValuesAsText("name"))
                .containsExactlyElementsOf(HistoryApi.PARAMETERS);
        assertThat(document.at("/paths/~1api~1v1~1stream/get/parameters").findValuesAsText("name"))
                .containsAll(StreamApi.PARAMETERS);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Operations.dangling(document)).isEmpty();
    }
}
