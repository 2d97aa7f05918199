package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fieldgate.console.CommandRoutes.Way;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRoutesTest {
    private final Way way = new Way("commands", "commands", "plant/{site}/{device}/command");

    @Test
    void fillInWhatIsNamed() {
        assertThat(way.captures()).containsExactly("site");
        assertThat(way.topicOf("$1-\\oven", Map.of("site", "north"))).isEqualTo("plant/north/$1-\\oven/command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "#", "+", "a\nb", "a\0b"})
    void refuseNamesThatWouldMakeAnotherTopic(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> way.topicOf(name, Map.of("site", "north")))
                .withMessageContaining(
                        "'device' for the MQTT topic plant/{site}/{device}/command is missing, or has one of");
        assertThatIllegalArgumentException().isThrownBy(() -> way.topicOf("oven", Map.of("site", name)));
    }

    @Test
    void askForWhatIsMissingAndKeepTheTopicsOfTheBroker() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> way.topicOf("oven", Map.of()))
                .withMessageContaining("'site'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Way("all", "commands", "{device}/command").topicOf("$SYS", Map.of()));
    }
}
