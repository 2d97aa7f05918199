package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.SentHeaders;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Utf8;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of a stream's entries. An entry with the payload field is that field, and its others are headers; any other is a
 * JSON object of its fields, all of them text.
 */
final class EntryReader {
    static final String STREAM = "redis.stream";
    static final String ID = "redis.id";
    /** What the sender has set goes behind it. */
    static final String SENT = "redis.header.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String key;
    private final String payloadField;

    EntryReader(String key, String payloadField) {
        this.key = key;
        this.payloadField = payloadField;
    }

    /**
     * Of an entry.
     *
     * @param fields their names and values by turns
     * @param id of the entry, and the token of the message
     */
    Arrival arrival(List<byte[]> fields, String place, String id) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(STREAM, key);
        headers.put(ID, id);
        // In the order of their names.
        Map<String, byte[]> byName = new TreeMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            String name = new String(fields.get(i), UTF_8);
            if (byName.put(name, fields.get(i + 1)) != null) {
                return new Arrival(new byte[0], headers, place, id, twice(name, id));
            }
        }
        Map<String, Object> sent = new LinkedHashMap<>();
        byte[] payload = null;
        boolean text = true;
        for (Map.Entry<String, byte[]> field : byName.entrySet()) {
            if (field.getKey().equals(payloadField)) {
                payload = field.getValue();
                continue;
            }
            @Nullable String value = Utf8.text(field.getValue());
            text &= value != null;
            sent.put(field.getKey(), value == null ? field.getValue() : value);
        }
        if (payload != null) {
            SentHeaders.add(headers, SENT, sent);
            return new Arrival(payload, headers, place, id);
        }
        if (!text) {
            return new Arrival(new byte[0], headers, place, id, noText(id));
        }
        headers.put(RecordHeaders.CONTENT_TYPE, "application/json");
        return new Arrival(json(sent), headers, place, id);
    }

    private static Failure twice(String name, String id) {
        return Failure.rejected(
                "FIELD_TWICE",
                "The entry " + id + " has the field '" + name
                        + "' more than once, but a header, or a name in JSON, has one value.",
                null);
    }

    private Failure noText(String id) {
        return Failure.rejected(
                "NO_TEXT",
                "A field of the entry " + id
                        + " is no text in UTF-8, so the entry cannot become JSON; a message as bytes"
                        + " belongs into the field '" + payloadField + "'.",
                null);
    }

    private static byte[] json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts can be written", impossible);
        }
    }
}
