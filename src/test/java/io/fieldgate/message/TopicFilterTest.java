package io.fieldgate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
    private static final String ALLOWED_CAPTURES =
            " is no capture, allowed are 1 to 63 letters, digits, '_' and '-', beginning with a small letter, not with"
                    + " 'camel', and none of [content-type, dlq, event-time, received-at, replay-count, replay-of, route, source,"
                    + " traceparent, tracestate]";

    @Test
    void subscribesWithAPlusForEveryCapture() {
        TopicFilter filter = TopicFilter.parse("plant/{site}/{device}/telemetry/#");

        assertThat(filter.subscription()).isEqualTo("plant/+/+/telemetry/#");
        assertThat(filter.captures()).containsExactly("site", "device");
        assertThat(filter).hasToString("plant/{site}/{device}/telemetry/#");
    }

    @Test
    void capturesTheValuesOfItsLevelsFromLeftToRight() {
        TopicFilter filter = TopicFilter.parse("plant/{site}/+/{device}/#");

        assertThat(filter.match("plant/berlin/line-2/pump-7/telemetry/fast")).containsExactly("berlin", "pump-7");
    }

    @ParameterizedTest(name = "{0} matches {1}")
    @CsvSource({
        "plant/a, plant/a",
        "plant/+, plant/a",
        "plant/+, plant/",
        "+/a, /a",
        "+, a",
        "+/+, /",
        "/+, /a",
        "/, /",
        "plant//a, plant//a",
        "plant/{device}/a, plant//a",
        "#, a/b/c",
        "#, /",
        "plant/#, plant",
        "plant/#, plant/",
        "plant/#, plant/a/b",
        "plant/+/#, plant/a",
        "$SYS/#, $SYS/broker/uptime",
        "$SYS/+/uptime, $SYS/broker/uptime",
        "plant/+, plant/$a",
        "plant/ü-7, plant/ü-7",
    })
    void matchesAsMqttSays(String filter, String topicName) {
        assertThat(TopicFilter.parse(filter).match(topicName)).isNotNull();
    }

    @ParameterizedTest(name = "{0} does not match {1}")
    @CsvSource({
        "plant/a, plant/b",
        "plant/a, plant",
        "plant/a, plant/a/",
        "plant/a, plant/a/b",
        "plant/a, plant/ab",
        "plant/a, Plant/a",
        "plant/a, /plant/a",
        "plant/+, plant",
        "plant/+, plant/a/b",
        "plant/+, plant/a/",
        "+, /a",
        "/, a",
        "plant/#, plants",
        "plant/#, plants/a",
        "plant/+/#, plant",
        "plant//a, plant/a",
    })
    void doesNotMatchAnythingElse(String filter, String topicName) {
        assertThat(TopicFilter.parse(filter).match(topicName)).isNull();
    }

    /** A '#' route would otherwise store the broker's own statistics (MQTT 5, 4.7.2). */
    @ParameterizedTest
    @ValueSource(strings = {"#", "+/broker/uptime", "{device}/#", "{device}/broker/uptime"})
    void doesNotLetAWildcardInTheFirstLevelMatchATopicNameThatBeginsWithADollar(String filter) {
        assertThat(TopicFilter.parse(filter).match("$SYS/broker/uptime")).isNull();
    }

    @Test
    void capturesNothingButStillMatchesWhenNothingIsNamed() {
        assertThat(TopicFilter.parse("plant/+").match("plant/a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plant/\0"})
    void refusesAnEmptyFilterAndNul(String filter) {
        assertThatThrownBy(() -> TopicFilter.parse(filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter '" + filter + "' is empty or holds a NUL character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+", "+a", "a#", "#a", "++", "{device", "device}", "a{device}", "{device}a", "#"})
    void refusesAWildcardOrCaptureThatDoesNotFillItsLevel(String level) {
        assertThatThrownBy(() -> TopicFilter.parse("plant/" + level + "/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter 'plant/" + level + "/x': level '" + level
                        + "' is not allowed, a wildcard or capture must fill its level and '#' must be the last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{Device}", "{7}", "{-a}", "{a.b}", "{a b}", "{a}{b}", "{ä}"})
    void refusesACaptureWhoseNameIsNoHeaderName(String capture) {
        assertThatThrownBy(() -> TopicFilter.parse("plant/" + capture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter 'plant/" + capture + "': '" + capture + "'" + ALLOWED_CAPTURES);
    }

    /** Camel's header names know no case, so neither do these: a device must not write the gateway's own headers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{source}",
                "{sOURCE}",
                "{route}",
                "{event-time}",
                "{received-at}",
                "{dlq}",
                "{replay-of}",
                "{content-type}",
                "{traceparent}",
                "{tracestate}",
                "{camelHttpUri}",
                "{cAMELKafkaKey}",
            })
    void refusesACaptureThatWouldShadowAHeaderOfTheGatewayOrOfCamel(String capture) {
        assertThatThrownBy(() -> TopicFilter.parse(capture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter '" + capture + "': '" + capture + "'" + ALLOWED_CAPTURES);
    }

    @Test
    void takesCaptureNamesOfUpTo63Characters() {
        String longest = "a".repeat(63);

        assertThat(TopicFilter.parse("{" + longest + "}").captures()).containsExactly(longest);
        assertThatThrownBy(() -> TopicFilter.parse("{" + longest + "a}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(ALLOWED_CAPTURES);
    }

    @ParameterizedTest
    @CsvSource({"'{device}/{device}', '[device, device]'", "'{siteId}/{siteid}', '[siteId, siteid]'"})
    void refusesTwoCapturesOfOneName(String filter, String captures) {
        assertThatThrownBy(() -> TopicFilter.parse(filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter '" + filter + "' captures the same name twice: " + captures);
    }

    /** Its messages arrive under their plain names, so such a filter would match none of them. */
    @Test
    void refusesASharedSubscription() {
        assertThatThrownBy(() -> TopicFilter.parse("$share/gateways/plant/+"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic filter '$share/gateways/plant/+' is a shared subscription, allowed is the filter"
                        + " after '$share/<name>/'; whether it is shared is an option of the source");
    }
}
