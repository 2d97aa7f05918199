package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The description of {@code /api/v1/devices}, compared with what is there. */
class DevicesApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().devicesApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Operations.described(document))
                .isEqualTo(Operations.of(DevicesApi.class, DeviceHistoryApi.class, CommandsApi.class));
    }

    @Test
    void hasEveryParameterOfTheList() {
        assertThat(document.at("/paths/~1api~1v1~1devices/get/parameters").findValuesAsText("name"))
                .containsExactlyElementsOf(DevicesApi.FILTERS);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Operations.dangling(document)).isEmpty();
    }
}
