package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The description of {@code /api/v1/dead-letters}, compared with what is there. */
class DeadLettersApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().deadLettersApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Operations.described(document)).isEqualTo(Operations.of(DeadLettersApi.class));
    }

    @Test
    void hasEveryFilter() {
        assertThat(document.at("/paths/~1api~1v1~1dead-letters/get/parameters").findValuesAsText("name"))
                .containsExactlyElementsOf(DeadLettersApi.FILTERS);
        assertThat(document.at("/paths/~1api~1v1~1dead-letters~1summary/get/parameters")
                        .findValuesAsText("name"))
                .containsExactlyElementsOf(DeadLettersApi.COUNTED);
    }

    @Test
    void soDoesThatOfReplays() {
        JsonNode replays = new ConsoleConfiguration().replaysApiDescription().document();

        assertThat(Operations.described(replays)).isEqualTo(Operations.of(ReplaysApi.class));
        assertThat(Operations.dangling(replays)).isEmpty();
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Operations.dangling(document)).isEmpty();
    }
}
