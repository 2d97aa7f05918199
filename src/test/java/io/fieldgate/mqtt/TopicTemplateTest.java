package io.fieldgate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import io.fieldgate.message.TopicFilter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {
    @Test
    void putsHeadersInThePlaceOfNames() {
        TopicTemplate template = new TopicTemplate(TopicFilter.parse("plant/{site}/{device}/command"));

        assertThat(template.topic(Map.<String, Object>of("site", "north", "device", 7)::get))
                .isEqualTo("plant/north/7/command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#", "a#", "tab\t", "nul\0"})
    void refusesAValueThatWouldChangeTheLevels(String device) {
        TopicTemplate template = new TopicTemplate(TopicFilter.parse("plant/{device}/command"));

        assertThatThrownBy(() -> template.topic(Map.<String, Object>of("device", device)::get))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("INVALID_TOPIC"));
    }

    @Test
    void refusesAFirstLevelThatBelongsToTheBroker() {
        TopicTemplate template = new TopicTemplate(TopicFilter.parse("{site}/{device}"));

        assertThatThrownBy(() -> template.topic(Map.<String, Object>of("site", "$SYS", "device", "x")::get))
                .isInstanceOf(Failure.class);
        assertThat(template.topic(Map.<String, Object>of("site", "north", "device", "$x")::get))
                .isEqualTo("north/$x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant/+/command", "plant/#", "#"})
    void refusesWildcards(String text) {
        assertThatThrownBy(() -> new TopicTemplate(TopicFilter.parse(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no topic to publish to");
    }
}
