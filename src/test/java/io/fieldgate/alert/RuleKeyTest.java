package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule may keep its state for. */
class RuleKeyTest {
    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            payload.line                      | {"line":"press"}           | press
            payload.line                      | {"line":3}                 | 3
            payload.line                      | {"line":3.0}               | 3
            payload.line                      | {"line":-2.5}              | -2.5
            payload.line                      | {"line":123456789012345}   | 123456789012345
            payload.line                      | {"line":true}              | true
            payload.at.hall + '/' + device    | {"at":{"hall":"B"}}        | B/oven-1
            captures.site                     | {}                         | north
            headers['fg.site'] + '-' + key    | {}                         | north-oven-1
            payload.n > 3.0 ? 'big' : 'small' | {"n":4}                    | big
            'all'                             | {}                         | all
            7                                 | {}                         | 7
            """)
    void isATextOrANumberAsPeopleWriteIt(String key, String payload, String expected) {
        assertThat(key(key).of(reading(payload))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            payload.line      | {"v":1}            | 'payload.line' gives no key: the message does not have what it asks for
            payload.line      | no JSON            | 'payload.line' gives no key: the message does not have what it asks for
            payload.line      | {"line":null}      | 'payload.line' gives no key: the message does not have what it asks for
            payload.line      | {"line":""}        | 'payload.line' gives no key: it gave an empty text
            payload.line      | {"line":[1]}       | and not a text, a number, true or false
            payload.line      | {"line":{"a":1}}   | and not a text, a number, true or false
            payload.line.name | {"line":"press"}   | 'payload.line.name'
            1.0 / payload.v   | {"v":0}            | and not a text, a number, true or false
            """)
    void saysWhyThereIsNone(String key, String payload, String why) {
        assertThatThrownBy(() -> key(key).of(reading(payload)))
                .isInstanceOf(Expression.Fault.class)
                .hasMessageContaining(why);
    }

    @Test
    void isNoLongerThanItMayBe() {
        RuleKey key = key("payload.line");

        assertThat(key.of(reading("{\"line\":\"" + "x".repeat(RuleKey.LONGEST) + "\"}")))
                .hasSize(RuleKey.LONGEST);
        assertThatThrownBy(() -> key.of(reading("{\"line\":\"" + "x".repeat(RuleKey.LONGEST + 1) + "\"}")))
                .hasMessage("'payload.line' gives no key: it gave a text of more than 256 characters");
    }

    @Test
    void isNoneWhenItIsTheDevice() {
        assertThat(Play.rule("absent: 1m\nkey: key").key()).isNull();
        assertThat(Play.rule("absent: 1m\nkey: device").key()).isNull();
    }

    @Test
    void isMarkedByItsExpression() {
        assertThat(key("payload.line").mark())
                .isEqualTo(key("payload.line").mark())
                .isNotEqualTo(key("payload.hall").mark());
    }

    private static RuleKey key(String expression) {
        return Play.rule("absent: 1m\nkey: \"" + expression + "\"").key();
    }

    private static Reading reading(String payload) {
        return new Reading("oven-1", 0, Map.of("fg.site", "north"), payload.getBytes(UTF_8));
    }
}
