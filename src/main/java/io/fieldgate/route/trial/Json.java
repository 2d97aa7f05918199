package io.fieldgate.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Bodies: YAML as the JSON that it stands for, and how two of them differ. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /** A text is itself; all else becomes JSON. */
    static byte[] bytes(Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue().getBytes(StandardCharsets.UTF_8);
        }
        return text(of(node)).getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode textNode(String text) {
        return NODES.textNode(text);
    }

    /** Trees, maps, lists, texts and numbers as JSON. */
    static String text(Object json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is always JSON", impossible);
        }
    }

    static JsonNode of(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = NODES.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                object.set(of(tuple.getKeyNode()).asText(), of(tuple.getValueNode()));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.getValue().forEach(element -> array.add(of(element)));
            return array;
        }
        ScalarNode scalar = (ScalarNode) node;
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.INT)) {
                return NODES.numberNode(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException notInJson) {
            // .inf, .nan and 0x1f: JSON knows no such numbers.
            return NODES.textNode(text);
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        return tag.equals(Tag.NULL) ? NODES.nullNode() : NODES.textNode(text);
    }

    static boolean isObject(byte[] bytes) {
        JsonNode json = parse(bytes);
        return json != null && json.isObject();
    }

    /** Null when the bytes are not one JSON value. */
    static @Nullable JsonNode parse(byte @Nullable [] bytes) {
        try {
            return bytes == null || bytes.length == 0 ? null : MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            return null;
        }
    }

    /**
     * How a body differs from the expected one, a line each.
     *
     * @param subset whether it may have members that are not expected
     */
    static List<String> differences(JsonNode expected, JsonNode actual, boolean subset) {
        List<String> differences = new ArrayList<>();
        compare("", expected, actual, subset, differences);
        return differences;
    }

    private static void compare(
            String pointer, JsonNode expected, JsonNode actual, boolean subset, List<String> differences) {
        if (expected.isObject() && actual.isObject()) {
            for (Map.Entry<String, JsonNode> member : expected.properties()) {
                compare(
                        pointer + "/" + member.getKey(),
                        member.getValue(),
                        actual.path(member.getKey()),
                        subset,
                        differences);
            }
            for (Map.Entry<String, JsonNode> member : actual.properties()) {
                if (!subset && !expected.has(member.getKey())) {
                    differences.add("expected no " + pointer + "/" + member.getKey() + " in the body, was "
                            + text(member.getValue()));
                }
            }
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(pointer + "/" + i, expected.get(i), actual.get(i), subset, differences);
            }
        } else if (!same(expected, actual)) {
            differences.add("expected " + (pointer.isEmpty() ? "the body " : pointer + " of the body ") + text(expected)
                    + ", was " + (actual.isMissingNode() ? "nothing" : text(actual)));
        }
    }

    /** 21 and 21.0 are the same number. */
    private static boolean same(JsonNode expected, JsonNode actual) {
        return (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }
}
