package io.fieldgate.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against Jackson, which reads the same in its own way. */
class JsonPointersTest {
    private static final String[] SEEDS = {
        "{\"device\":\"pump-7\",\"at\":1732464000,\"values\":[{\"t\":21.5},{\"t\":-0.25,\"ok\":true}],\"note\":null}",
        "[[\"M\u00fcnchen \ud83d\udc4d\",false],{\"a\":{\"b\":{\"c\":\"long enough for eight bytes at once\"}}},[]]",
        " { \"e\\u0041\\n\" : \"\\\\ \\\" \\/ \\ud83d\" , \"\" : [ 0 , 10 , 1.0 ] , \"x\\u007f\":{}}\r\n",
        "{\"a\":1e5,\"b\":-0.5,\"c\":1E+2,\"d\":[[[[1]]]],\"0\":{\"1\":\"one\"}}",
    };
    private static final String BYTES =
            "\"\\{}[],:0123456789-+.eEtrufalsn \t\n\r\u0000\u001f\u007f\u0080\u00c3\u00bc\u00ff";
    private static final String[] POINTERS = {
        "/device", "/values/1/t", "/values/0", "/0/0", "/1/a/b/c", "/0/1", "/", "/a", "/x"
    };
    private static final JsonFactory JACKSON = new JsonFactory();
    private static final JsonFactory JACKSON_WITHOUT_REPETITION = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    /** What the scanner refuses and Jackson does not: -0, and numbers out of all bounds. */
    private static final Pattern STRICTER = Pattern.compile("-0|[eE][+-]?\\d{3,}");

    private static final String[] NAMES = {"a", "b", "0", "1", "~", "/", ""};

    @Test
    void findsSeveralValuesInOnePass() {
        String json =
                "{\"skip\":{\"at\":[1,{}]},\"observed\":[{\"x\":1},{\"at\":\"2025-11-24T16:00:00Z\"}],\"id\":7,\"on\":true}";

        assertThat(values(json, "/observed/1/at", "/id", "/on", "/skip/at/0"))
                .containsExactly("2025-11-24T16:00:00Z", "7", "true", "1");
    }

    @Test
    void findsNothingWhereThereIsNoTextNumberOrBoolean() {
        assertThat(values("{\"at\":null,\"in\":{\"x\":1},\"of\":[1]}", "/at", "/in", "/of", "/of/1", "/in/x/y", "/no"))
                .containsOnlyNulls();
        assertThat(values("5", "/at")).containsOnlyNulls();
    }

    @Test
    void readsEscapesInNamesAndTexts() {
        assertThat(values("{\"d\\u0065vice\":\"\\u00fc \\\\ \\\" \\/ \\n \\ud83d\\udc4d\"}", "/device"))
                .containsExactly("\u00fc \\ \" / \n \ud83d\udc4d");
    }

    @Test
    void aPointerThatIsNoneIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> JsonPointers.of("device")).hasMessageContaining("begins with a slash");
        assertThatThrownBy(() -> JsonPointers.of("/a~b")).hasMessageContaining("~0");
    }

    @Test
    void takesWhatJacksonTakesAndFindsTheSame() throws IOException {
        Random random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] json = mutated(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), random);
            String as = new String(json, ISO_8859_1);
            @Nullable String @Nullable [] scanned = scanned(json);
            if (scanned != null) {
                taken++;
                assertThat(parsed(json, JACKSON)).as(as).isNotNull();
                // Of repeated names Jackson's tree has the last.
                @Nullable String @Nullable [] parsed = parsed(json, JACKSON_WITHOUT_REPETITION);
                assertThat(parsed == null ? scanned : parsed).as(as).isEqualTo(scanned);
            } else if (!STRICTER.matcher(as).find()) {
                assertThat(parsed(json, JACKSON)).as(as).isNull();
            }
        }
        assertThat(taken).as("documents that were taken").isGreaterThan(10_000);
    }

    @Test
    void takesTheFirstOfRepeatedNames() {
        assertThat(values("{\"id\":1,\"id\":2}", "/id")).containsExactly("1");
    }

    @Test
    void stillRefusesWhatIsNoJsonBehindTheLastValue() {
        assertThatThrownBy(() -> values("{\"id\":1", "/id"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("MALFORMED_JSON"));
    }

    @Test
    void agreesWithATreeOnAnyDocumentAndPointer() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            JsonNode document = document(random, 4);
            String[] pointers = Stream.generate(() -> pointer(random)).limit(4).toArray(String[]::new);

            assertThat(values(document.toString(), pointers))
                    .as("%s in %s", List.of(pointers), document)
                    .containsExactly(Stream.of(pointers)
                            .map(pointer -> text(document.at(pointer)))
                            .toArray(String[]::new));
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    private static String pointer(Random random) {
        StringBuilder pointer = new StringBuilder();
        for (int level = 1 + random.nextInt(4); level > 0; level--) {
            pointer.append('/')
                    .append(NAMES[random.nextInt(NAMES.length)]
                            .replace("~", "~0")
                            .replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static JsonNode document(Random random, int depth) {
        JsonNodeFactory nodes = new ObjectMapper().getNodeFactory();
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> nodes.numberNode(random.nextInt(100));
            case 1 -> nodes.textNode("t" + random.nextInt(100));
            case 2 -> nodes.nullNode();
            case 3 -> nodes.booleanNode(random.nextBoolean());
            case 4 -> array(random, depth, nodes.arrayNode());
            default -> object(random, depth, nodes.objectNode());
        };
    }

    private static JsonNode array(Random random, int depth, ArrayNode array) {
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(document(random, depth - 1));
        }
        return array;
    }

    private static JsonNode object(Random random, int depth, ObjectNode object) {
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(NAMES[random.nextInt(NAMES.length)], document(random, depth - 1));
        }
        return object;
    }

    private static @Nullable String[] values(String json, String... pointers) {
        return JsonScanner.document(json.getBytes(UTF_8), JsonPointers.of(pointers));
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

    /** Null when it is refused. */
    private static @Nullable String @Nullable [] scanned(byte[] json) {
        try {
            return Stream.of(JsonScanner.document(json, JsonPointers.of(POINTERS)))
                    .map(JsonPointersTest::normal)
                    .toArray(String[]::new);
        } catch (Failure refused) {
            return null;
        }
    }

    /** Null when it is refused. */
    private static @Nullable String @Nullable [] parsed(byte[] json, JsonFactory jackson) throws IOException {
        if (!Utf8.isValid(json, 0, json.length)) {
            // Jackson passes over texts that nobody asks for without looking.
            return null;
        }
        try (JsonParser parser = jackson.createParser(new String(json, UTF_8))) {
            JsonNode tree = new ObjectMapper().readTree(parser);
            if (tree == null || parser.nextToken() != null) {
                return null;
            }
            return Stream.of(POINTERS)
                    .map(pointer -> normal(text(tree.at(pointer))))
                    .toArray(String[]::new);
        } catch (JsonProcessingException refused) {
            return null;
        }
    }

    /** Jackson's tree writes numbers in its own way. */
    private static @Nullable String normal(@Nullable String value) {
        return value != null && NUMBER.matcher(value).matches() ? String.valueOf(Double.parseDouble(value)) : value;
    }
}
