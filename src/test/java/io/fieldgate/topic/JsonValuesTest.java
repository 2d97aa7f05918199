package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
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
        return new JsonCheck(Stream.of(pointers).map(JsonPointer::compile).toArray(JsonPointer[]::new))
                .parse(json.getBytes(UTF_8));
    }
}
