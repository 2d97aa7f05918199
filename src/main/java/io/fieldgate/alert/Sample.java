package io.fieldgate.alert;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Readings from lines of JSON. A line with a {@code payload} is a record, as {@code kcat -J} prints it, or with the fields
 * {@code at}, {@code key}, {@code headers}, {@code payload}; every other line is a payload itself.
 */
final class Sample {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonPointer key;
    private final JsonPointer time;

    /**
     * @param key JSON pointer to the device in a payload
     * @param time JSON pointer to its time
     */
    Sample(String key, String time) {
        this.key = JsonPointer.compile(key);
        this.time = JsonPointer.compile(time);
    }

    /** @throws IllegalArgumentException saying what the line lacks */
    Reading reading(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("is no JSON object");
        }
        return json.has("payload")
                ? ofRecord(json)
                : new Reading(
                        text(json.at(key), "the device at " + key),
                        millis(json.at(time), "a time at " + time),
                        Map.of(),
                        line.getBytes(StandardCharsets.UTF_8));
    }

    private static Reading ofRecord(JsonNode record) {
        JsonNode payload = record.get("payload");
        String text = payload.isTextual() ? payload.textValue() : payload.toString();
        return new Reading(
                text(record.path("key"), "the field 'key'"),
                millis(record.has("at") ? record.get("at") : record.path("ts"), "the field 'at', or 'ts'"),
                headers(record.path("headers")),
                payload.isNull() ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** An object; kcat prints a list of names and values in turn. */
    private static Map<String, String> headers(JsonNode headers) {
        Map<String, String> read = new LinkedHashMap<>();
        headers.properties()
                .forEach(field -> read.put(field.getKey(), field.getValue().asText()));
        for (int i = 0; headers.isArray() && i + 1 < headers.size(); i += 2) {
            read.put(headers.get(i).asText(), headers.get(i + 1).asText());
        }
        return read;
    }

    private static String text(@Nullable JsonNode node, String what) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            throw new IllegalArgumentException("lacks " + what);
        }
        return node.asText();
    }

    private static long millis(JsonNode node, String what) {
        Long millis = Times.parseOrOffset(text(node, what));
        if (millis == null) {
            throw new IllegalArgumentException(
                    "has no usable time in " + what + ", allowed is " + Times.ALLOWED + ", or an offset like 30s");
        }
        return millis;
    }
}
