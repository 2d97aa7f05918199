package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The description of {@code /api/v1/alerts}, compared with what is there. */
class AlertsApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().alertsApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Described.operations(document)).isEqualTo(Described.operations(AlertsApi.class));
    }

    @Test
    void hasEveryFilterOfTheList() {
        assertThat(document.at("/paths/~1api~1v1~1alerts/get/parameters").findValuesAsText("name"))
                .containsExactlyElementsOf(AlertsApi.FILTERS);
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
