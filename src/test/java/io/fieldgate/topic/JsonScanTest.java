package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.fieldgate.message.Failure;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
    private static final String[] SEEDS = {
        "{\"device\":\"pump-7\",\"at\":1732464000,\"values\":[{\"t\":21.5},{\"t\":-0.25,\"ok\":true}],\"note\":null}",
        "[[\"M\u00fcnchen \ud83d\udc4d\",false],{\"a\":{\"b\":{\"c\":\"long enough for eight bytes at once\"}}},[]]",
        " { \"e\\u0041\\n\" : \"\\\\ \\\" \\/ \\ud83d\" , \"\" : [ 0 , 10 , 1.0 ] , \"x\\u007f\":{}}\r\n",
        "{\"a\":1e5,\"b\":-0,\"c\":01,\"d\":[[[[1]]]],\"0\":{\"1\":\"one\"}}",
    };
    private static final String BYTES =
            "\"\\{}[],:0123456789-+.eEtrufalsn \t\n\r\u0000\u001f\u007f\u0080\u00c3\u00bc\u00ff";
    private static final JsonPointer[] POINTERS = Stream.of(
                    "/device", "/values/1/t", "/values/0", "/0/0", "/1/a/b/c", "/0/1", "/", "/a", "/x")
            .map(JsonPointer::compile)
            .toArray(JsonPointer[]::new);

    @Test
    void findsValuesInWhatDevicesSend() {
        JsonScan scan = new JsonScan(POINTERS);

        assertThat(scan.scan(SEEDS[0].getBytes(UTF_8)))
                .containsExactly("pump-7", "-0.25", null, null, null, null, null, null, null);
        assertThat(scan.scan(SEEDS[1].getBytes(UTF_8)))
                .containsExactly(
                        null,
                        null,
                        null,
                        "M\u00fcnchen \ud83d\udc4d",
                        "long enough for eight bytes at once",
                        "false",
                        null,
                        null,
                        null);
        assertThat(scan.scan(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8))).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "42",
                "\"text\"",
                "{\"a\":1}{}",
                "{\"a\":1e5}",
                "{\"a\":-0}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":nulL}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "[",
                "{\"a\":\"open",
                "\ufeff{}",
                "{\"\\u0061\":1}",
                "{\"a\":\"wanted, with a \\\\ in it\"}"
            })
    void leavesWhatIsUnusualOrWrongToTheParser(String json) {
        assertThat(new JsonScan(POINTERS).scan(json.getBytes(UTF_8))).isNull();
    }

    @Test
    void leavesWhatBreaksALimitToTheParser() {
        JsonScan scan = new JsonScan();

        assertThat(scan.scan(("[".repeat(65) + "]".repeat(65)).getBytes(UTF_8))).isNull();
        assertThat(scan.scan(("[" + "9".repeat(101) + "]").getBytes(UTF_8))).isNull();
        assertThat(scan.scan(("{\"" + "n".repeat(50_001) + "\":1}").getBytes(UTF_8)))
                .isNull();
        assertThat(scan.scan("[\"\u00fc\"]".getBytes(ISO_8859_1))).isNull();
    }

    @Test
    void takesNothingThatTheParserRefusesAndFindsTheSame() {
        Random random = new Random(11);
        JsonCheck check = new JsonCheck(POINTERS);
        JsonScan scan = new JsonScan(POINTERS);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] json = mutated(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), random);
            @Nullable String @Nullable [] found = scan.scan(json);
            if (found != null) {
                taken++;
                assertThat(parsed(check, json)).as(new String(json, ISO_8859_1)).isEqualTo(found);
            }
        }
        assertThat(taken).as("documents that were taken").isGreaterThan(10_000);
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] json = seed.clone();
        byte[] bytes = BYTES.getBytes(ISO_8859_1);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            json[random.nextInt(json.length)] =
                    random.nextBoolean() ? bytes[random.nextInt(bytes.length)] : json[random.nextInt(json.length)];
        }
        return json;
    }

    private static @Nullable Object parsed(JsonCheck check, byte[] json) {
        try {
            return check.parse(json);
        } catch (Failure refused) {
            return refused;
        }
    }
}
