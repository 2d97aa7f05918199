package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "device=\"pump-1\" | true",
                "device=pump-1 | true",
                " device = \"pump-1\" | true",
                "device=\"pump\" | false",
                "device!=\"pump-1\" | false",
                "device=~\"pump-.*\" | true",
                "device=~\"pump\" | false",
                "device!~\"pump-.*\" | false",
                "site=\"\" | true",
                "site!=\"north\" | true",
            })
    void matchesAsPrometheusDoes(String text, boolean matches) {
        assertThat(Matcher.parse(text).matches(Map.of("device", "pump-1"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=\"b\"", "a=\"x \\\" y\"", "a=~\"x\\\\d+\"", "a=\"\""})
    void isWrittenAsItIsRead(String text) {
        assertThat(Matcher.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "device", "=x", "1a=b", "a b=c", "a=~\"(\"", "a=~\"(?=x)\""})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Matcher.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("allowed are conditions", "RE2");
    }

    @Test
    void needsNoLongerForAnEvilExpression() {
        Matcher evil = Matcher.parse("device=~\"(a+)+b\"");

        assertThat(evil.matches(Map.of("device", "a".repeat(5_000)))).isFalse();
    }
}
