package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of what shows the gateway live, compared with what is there. */
class LiveApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().liveApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        Set<String> operations = new TreeSet<>(Described.operations(StreamApi.class));
        operations.addAll(Described.operations(HistoryApi.class));

        assertThat(Described.operations(document)).isEqualTo(operations);
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
        assertThat(Described.references(document))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
    }
}
