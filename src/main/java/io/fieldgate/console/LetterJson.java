package io.fieldgate.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldgate.message.Utf8;
import io.fieldgate.observe.Masks;
import io.fieldgate.topic.Letter;
import io.fieldgate.topic.OpenLetter;
import io.fieldgate.topic.RecordPlace;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters as JSON, without what nobody shall see. */
final class LetterJson {
    /** Numbers stay as they were written, however many digits they have. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Masks masks;

    LetterJson(Masks masks) {
        this.masks = masks;
    }

    Map<String, @Nullable Object> of(Letter letter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("position", letter.place().toString());
        json.put("failed_at", letter.failedAt().toString());
        json.put("timestamp", letter.timestamp().toString());
        json.put("topic", letter.topic());
        json.put("route", letter.route());
        json.put("stage", letter.atIntake() ? "intake" : "sink");
        json.put("code", letter.code());
        json.put("message", masks.text(letter.message()));
        json.put("sqlstate", letter.sqlState());
        json.put("origin", letter.origin());
        json.put("device", letter.device());
        json.put("attempts", letter.attempts());
        json.put("bytes", letter.bytes());
        json.put("full_bytes", letter.isTruncated() ? letter.fullBytes() : null);
        json.put("replay_of", letter.replayOf());
        json.put("replays", letter.replays());
        return json;
    }

    Map<String, @Nullable Object> of(OpenLetter opened) {
        Map<String, @Nullable Object> json = of(opened.letter());
        RecordPlace original = opened.original();
        json.put("original", original == null ? null : original.toString());
        json.put("key", opened.key() == null ? null : value("key", opened.key()));
        json.put("headers", opened.headers().stream().map(this::header).toList());
        json.put("payload", opened.value() == null ? null : payload(opened.value()));
        return json;
    }

    private Map<String, @Nullable Object> header(OpenLetter.Entry header) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", header.name());
        Long number = header.number();
        if (header.value() == null) {
            json.put("text", null);
        } else if (number != null) {
            json.put("text", number.toString());
        } else {
            json.putAll(value(header.name(), header.value()));
        }
        return json;
    }

    /** As text, or when it is none in base64. */
    private Map<String, @Nullable Object> value(String name, byte[] value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        String shown = masks.header(name, value);
        if (Utf8.text(value) == null && !masks.hides(name)) {
            json.put("base64", Base64.getEncoder().encodeToString(value));
        } else {
            json.put("text", shown);
        }
        return json;
    }

    /** Its bytes are not shown when its text hides something, which they would tell. */
    private Map<String, @Nullable Object> payload(byte[] value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("bytes", value.length);
        boolean fits = value.length <= Masks.MOST_BYTES;
        String text = fits ? Utf8.text(value) : null;
        String shown = text == null ? null : masks.text(text);
        boolean hides = text != null && !text.equals(shown);
        json.put("text", shown);
        json.put("pretty", shown == null ? null : pretty(shown));
        json.put("base64", fits && !hides ? Base64.getEncoder().encodeToString(value) : null);
        json.put("masked", hides);
        List<String> notes = new ArrayList<>();
        if (!fits) {
            notes.add("It is larger than " + Masks.MOST_BYTES / 1024 + " KB and not shown.");
        }
        if (hides) {
            notes.add("What fieldgate.tap.mask names is hidden.");
        }
        json.put("notes", notes);
        return json;
    }

    /** Null when it is no JSON. */
    private static @Nullable String pretty(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree == null || !tree.isContainerNode() ? null : tree.toPrettyString();
        } catch (JsonProcessingException none) {
            return null;
        }
    }
}
