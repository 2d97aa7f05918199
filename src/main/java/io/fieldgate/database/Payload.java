package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads the body of a message as one JSON object. Failures name the place in the payload, never its content. */
final class Payload {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Payload() {}

    /**
     * The JSON object of a message, or null when the message has no body (a tombstone).
     *
     * @throws Failure of kind RECORD when the body is no JSON object
     */
    static @Nullable JsonNode of(Message message) {
        @Nullable Object body = message.getBody();
        if (body == null) {
            return null;
        }
        JsonNode root;
        if (body instanceof JsonNode node) {
            root = node;
        } else if (body instanceof Map<?, ?> map) {
            root = JSON.valueToTree(map);
        } else {
            byte @Nullable [] bytes = message.getBody(byte[].class);
            if (bytes == null) {
                throw Failure.rejected(
                        "SCHEMA",
                        "The body is a " + body.getClass().getSimpleName() + ", allowed are bytes or text that hold a"
                                + " JSON object, and a map.",
                        null);
            }
            root = parse(bytes);
        }
        if (!root.isObject()) {
            throw Failure.rejected(
                    "SCHEMA", "The payload is a JSON " + nameOf(root) + ", only an object has columns.", null);
        }
        return root;
    }

    private static JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw Failure.rejected("EMPTY", "The payload is empty, a JSON object is needed.", null);
        }
        try {
            return JSON.readTree(bytes);
        } catch (StreamConstraintsException e) {
            boolean depth = e.getOriginalMessage().contains("depth");
            throw Failure.rejected(
                    depth ? "LIMIT_DEPTH" : "LIMIT_NUMBER",
                    "The payload goes beyond a limit" + at(e) + ": nesting " + MAX_DEPTH + " levels, numbers "
                            + MAX_NUMBER_LENGTH + " digits.",
                    null);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the payload, so only its location goes on.
            throw Failure.rejected("MALFORMED_JSON", "The payload is not JSON" + at(e) + ".", null);
        } catch (IOException e) {
            throw Failure.rejected("MALFORMED_JSON", "The payload is not JSON in UTF-8.", null);
        }
    }

    private static String at(JsonProcessingException e) {
        @Nullable JsonLocation location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** What a node is, in a word for messages. */
    static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "text";
            case NULL, MISSING -> "null";
        };
    }

    /** What the pointer of a missing value gives. */
    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node instanceof NullNode;
    }
}
