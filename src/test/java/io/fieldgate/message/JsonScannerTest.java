package io.fieldgate.message;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " 1 ",
                "\"text\"",
                "null",
                "[true,false,null]",
                "{\"temperature\":21.5,\"ok\":true}",
                "{\"a\":[{\"b\":{}},[],[[1]]],\"c\":\"\\u00e4\\n\\\\\\\"\"}",
                "{\"t\":-0.0}",
                "{\"t\":1e308}",
                "{\"t\":1E+5}",
                "{\"t\":1e-400}",
                "{\"ort\":\"M\u00fcnchen \ud83d\udc4d\"}",
                "\ufeff{\"a\":1}"
            })
    void passesOverOneValue(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length);

        scanner.value(0);

        assertThat(scanner.hasMore()).isFalse();
    }

    @Test
    void standsBehindTheValue() {
        byte[] bytes = "x[{\"a\":\"]\"} , 2]y".getBytes(UTF_8);
        JsonScanner scanner = new JsonScanner(bytes, 1, bytes.length - 1);

        assertThat(scanner.skip('[')).isTrue();
        scanner.value(1);
        assertThat(scanner.position()).isEqualTo(11);
        assertThat(scanner.skip(',')).isTrue();
        scanner.value(1);
        assertThat(scanner.skip(']')).isTrue();
        assertThat(scanner.hasMore()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|EMPTY",
                "`  `|EMPTY",
                "{\"a\":|MALFORMED_JSON",
                "{\"a\"|MALFORMED_JSON",
                "{|MALFORMED_JSON",
                "{'a':1}|MALFORMED_JSON",
                "{\"a\":1,}|MALFORMED_JSON",
                "[1,]|MALFORMED_JSON",
                "[1 2]|MALFORMED_JSON",
                "[1}|MALFORMED_JSON",
                "{}{}|MALFORMED_JSON",
                "1 2|MALFORMED_JSON",
                "{}]|MALFORMED_JSON",
                "{a:1}|MALFORMED_JSON",
                "{\"a\" 1}|MALFORMED_JSON",
                "{\"a\":nulL}|MALFORMED_JSON",
                "{\"a\":.5}|MALFORMED_JSON",
                "/* c */ {}|MALFORMED_JSON",
                "hello|MALFORMED_JSON",
                "nul|MALFORMED_JSON",
                "\"\\x\"|MALFORMED_JSON",
                "\"\\u12g4\"|MALFORMED_JSON",
                "\"\t\"|MALFORMED_JSON",
                "\"text|MALFORMED_JSON",
                "1.|MALFORMED_JSON",
                "1e|MALFORMED_JSON",
                "01|INVALID_NUMBER",
                "-|INVALID_NUMBER",
                "+1|INVALID_NUMBER",
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
    void limitsDepthAndLengthOfNumbersAndNames() {
        byte[] deepest = ("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8);
        new JsonScanner(deepest, 0, deepest.length).value(0);
        assertThatThrownBy(() -> new JsonScanner(deepest, 0, deepest.length).value(1))
                .hasMessageContaining("64 levels");
        assertThat(codeOf("[".repeat(65).getBytes(UTF_8))).isEqualTo("LIMIT_DEPTH");
        assertThat(codeOf("{\"a\":".repeat(100_000).getBytes(UTF_8))).isEqualTo("LIMIT_DEPTH");
        assertThat(codeOf("9".repeat(10_000).getBytes(UTF_8))).isEqualTo("LIMIT_NUMBER");
        assertThat(codeOf(("0." + "9".repeat(10_000)).getBytes(UTF_8))).isEqualTo("LIMIT_NUMBER");
        assertThat(codeOf(("{\"" + "n".repeat(50_001) + "\":1}").getBytes(UTF_8)))
                .isEqualTo("LIMIT_SIZE");
    }

    @Test
    void rejectsOtherCharacterSets() {
        for (String json : new String[] {"{\"a\":1}", "\"ab\"", "1", "hello"}) {
            assertThat(codeOf(json.getBytes(UTF_16LE))).as(json).isEqualTo("INVALID_UTF8");
            assertThat(codeOf(json.getBytes(UTF_16BE))).as(json).isEqualTo("INVALID_UTF8");
            assertThat(codeOf(("\ufeff" + json).getBytes(UTF_16BE))).as(json).isEqualTo("INVALID_UTF8");
        }
        // Overlong, a surrogate, no lead byte, cut off, beyond Unicode.
        for (String hex : new String[] {"22c0af22", "22eda08022", "22ff22", "22c322", "22c3", "22f490808022"}) {
            assertThat(codeOf(HexFormat.of().parseHex(hex))).as(hex).isEqualTo("INVALID_UTF8");
        }
    }

    @Test
    void saysWhere() {
        byte[] bytes = "{\n  \"a\": x}".getBytes(UTF_8);

        assertThatThrownBy(() -> new JsonScanner(bytes, 0, bytes.length).value(0))
                .hasMessage("The payload is not acceptable JSON at line 2, column 8: a value is expected.");
    }

    private static String codeOf(byte[] json) {
        Failure failure = catchThrowableOfType(Failure.class, () -> JsonScanner.document(json, JsonPointers.NONE));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        return failure.code();
    }
}
