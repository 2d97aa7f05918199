package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicSpec.Format;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTopicTest {
    private static final TopicsProperties LISTED = new TopicsProperties(
            List.of(Gateway.topic("telemetry.north", 1, Format.BYTES), Gateway.topic("other", 1, Format.BYTES)));

    @Test
    void isTheNameItselfWithoutBraces() {
        TargetTopic topic = TargetTopic.parse("unlisted", LISTED::contains);

        assertThat(topic.isVariable()).isFalse();
        assertThat(topic.name(Map.<String, Object>of()::get)).isEqualTo("unlisted");
    }

    @Test
    void takesHeadersIntoTheNameOfAListedTopic() {
        TargetTopic topic = TargetTopic.parse("telemetry.{site}", LISTED::contains);

        assertThat(topic.isVariable()).isTrue();
        assertThat(topic.name(Map.<String, Object>of("site", "north")::get)).isEqualTo("telemetry.north");
    }

    @ParameterizedTest
    @ValueSource(strings = {"south", "", "north.x", "../north", "NORTH"})
    void refusesToWriteToATopicThatIsNotListed(String site) {
        TargetTopic topic = TargetTopic.parse("telemetry.{site}", LISTED::contains);

        assertThatThrownBy(() -> topic.name(Map.<String, Object>of("site", site)::get))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("UNKNOWN_TOPIC"));
    }

    @Test
    void refusesAMessageWithoutTheHeader() {
        TargetTopic topic = TargetTopic.parse("{site}", LISTED::contains);

        assertThatThrownBy(() -> topic.name(Map.<String, Object>of()::get)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "telemetry.{Site}", "telemetry.{site", "telemetry.site}", "{}", "a/{site}", ""})
    void refusesWhatIsNoTopic(String text) {
        assertThatThrownBy(() -> TargetTopic.parse(text, LISTED::contains))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
