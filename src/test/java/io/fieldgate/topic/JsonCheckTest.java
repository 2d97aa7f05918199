package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " 1 ",
                "\"text\"",
                "null",
                "{\"temperature\":21.5,\"ok\":true}",
                "{\"t\":-0.0}",
                "{\"t\":1e308}",
                "{\"t\":1e-400}",
                "{\"ort\":\"M\u00fcnchen \ud83d\udc4d\"}",
                "\ufeff{\"a\":1}"
            })
    void acceptsOneJsonValue(String json) {
        assertThatCode(() -> new JsonCheck().check(json.getBytes(UTF_8))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|EMPTY",
                "`  `|EMPTY",
                "{\"a\":|MALFORMED_JSON",
                "{'a':1}|MALFORMED_JSON",
                "{\"a\":1,}|MALFORMED_JSON",
                "{}{}|MALFORMED_JSON",
                "1 2|MALFORMED_JSON",
                "{}]|MALFORMED_JSON",
                "/* c */ {}|MALFORMED_JSON",
                "hello|MALFORMED_JSON",
                "\"\\x\"|MALFORMED_JSON",
                "01|INVALID_NUMBER",
                "NaN|INVALID_NUMBER",
                "[Infinity]|INVALID_NUMBER",
                "[-Infinity]|INVALID_NUMBER",
                "{\"a\":-0}|INVALID_NUMBER",
                "1e400|INVALID_NUMBER",
                "-1e400|INVALID_NUMBER",
                "1e999999999|LIMIT_NUMBER",
                "1e-999999999|LIMIT_NUMBER"
            })
    void rejectsWithACode(String json, String code) {
        assertThat(codeOf(json.getBytes(UTF_8))).isEqualTo(code);
    }

    @Test
    void limitsDepthAndLengthOfNumbers() {
        assertThatCode(() -> new JsonCheck().check(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8)))
                .doesNotThrowAnyException();
        assertThat(codeOf("[".repeat(65).getBytes(UTF_8))).isEqualTo("LIMIT_DEPTH");
        assertThat(codeOf("[".repeat(100_000).getBytes(UTF_8))).isEqualTo("LIMIT_DEPTH");
        assertThat(codeOf("9".repeat(10_000).getBytes(UTF_8))).isEqualTo("LIMIT_NUMBER");
        assertThat(codeOf(("0." + "9".repeat(10_000)).getBytes(UTF_8))).isEqualTo("LIMIT_NUMBER");
    }

    @Test
    void rejectsOtherCharacterSets() {
        assertThat(codeOf("{\"a\":1}".getBytes(UTF_16LE))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf("{\"a\":1}".getBytes(UTF_16BE))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf("\ufeff{\"a\":1}".getBytes(UTF_16BE))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf(HexFormat.of().parseHex("22c0af22"))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf(HexFormat.of().parseHex("22eda08022"))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf(HexFormat.of().parseHex("22ff22"))).isEqualTo("INVALID_UTF8");
        assertThat(codeOf(HexFormat.of().parseHex("22c3"))).isEqualTo("INVALID_UTF8");
    }

    private static String codeOf(byte[] value) {
        Failure failure = catchThrowableOfType(Failure.class, () -> new JsonCheck().check(value));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        return failure.code();
    }
}
