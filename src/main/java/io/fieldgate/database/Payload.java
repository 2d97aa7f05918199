package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message as one JSON object, read as far as it is needed. Failures are of kind RECORD and name the place in
 * the payload, never its content. Threads: one at a time.
 */
final class Payload {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final byte[] NO_TEXT = {};

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For a value in the middle of a text. */
    private static final ObjectReader PART =
            JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final byte[] text;
    private @Nullable JsonNode tree;

    private Payload(byte[] text, @Nullable JsonNode tree) {
        this.text = text;
        this.tree = tree;
    }

    /**
     * That of a message, or null when the message has no body (a tombstone).
     *
     * @throws Failure when the body can be no JSON object
     */
    static @Nullable Payload of(Message message) {
        @Nullable Object body = message.getBody();
        if (body == null) {
            return null;
        }
        if (body instanceof JsonNode node) {
            return new Payload(NO_TEXT, object(node));
        }
        if (body instanceof Map<?, ?> map) {
            return new Payload(NO_TEXT, JSON.valueToTree(map));
        }
        byte @Nullable [] bytes = message.getBody(byte[].class);
        if (bytes == null) {
            throw Failure.rejected(
                    "SCHEMA",
                    "The body is a " + body.getClass().getSimpleName() + ", allowed are bytes or text that hold a"
                            + " JSON object, and a map.",
                    null);
        }
        if (bytes.length == 0) {
            throw Failure.rejected("EMPTY", "The payload is empty, a JSON object is needed.", null);
        }
        return new Payload(bytes, null);
    }

    /**
     * All of it.
     *
     * @throws Failure when it is no JSON object
     */
    JsonNode tree() {
        JsonNode known = tree;
        if (known == null) {
            known = object(parsed(() -> JSON.readTree(text)));
            tree = known;
        }
        return known;
    }

    /**
     * What it has at some places, by the columns that want it.
     *
     * @throws Failure when it is no JSON object, also when these places do not show it
     */
    JsonNode[] at(Pointers places) {
        if (tree != null) {
            return places.in(tree);
        }
        return parsed(() -> {
            try (JsonParser parser = JSON.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return places.in(tree());
                }
                JsonNode[] nodes = places.in(parser, PART);
                if (parser.nextToken() != null) {
                    throw new JsonParseException(parser, "more than one value");
                }
                return nodes;
            }
        });
    }

    private static JsonNode object(JsonNode root) {
        if (!root.isObject()) {
            throw Failure.rejected(
                    "SCHEMA", "The payload is a JSON " + nameOf(root) + ", only an object has columns.", null);
        }
        return root;
    }

    /** How text becomes something. */
    private interface Parsing<T> {
        T parse() throws IOException;
    }

    private static <T> T parsed(Parsing<T> parsing) {
        try {
            return parsing.parse();
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
