package io.fieldgate.console;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fieldgate.yaml.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what people send: unknown names, names twice and values of another type are mistakes, and told as such. */
final class StrictJson {
    private static final int MOST = 64 * 1024;
    /** Far more than anybody means, and no end of time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .withCoercionConfig(LogicalType.Textual, texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private StrictJson() {}

    /** @throws IllegalArgumentException saying what is allowed */
    static <T> T read(InputStream in, Class<T> type) throws IOException {
        return read(in, type, MOST);
    }

    /**
     * One that may be longer than usual.
     *
     * @param most bytes
     */
    static <T> T read(InputStream in, Class<T> type, int most) throws IOException {
        byte[] body = in.readNBytes(most + 1);
        if (body.length > most) {
            throw new IllegalArgumentException("the body is too long, allowed are " + most + " bytes");
        }
        try {
            T value = JSON.readValue(body, type);
            if (value == null) {
                throw new IllegalArgumentException("the body is no JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw new IllegalArgumentException("there is no '" + unknown.getPropertyName() + "', allowed are "
                    + new TreeSet<>(unknown.getKnownPropertyIds()));
        } catch (JsonMappingException wrong) {
            String field = wrong.getPath().isEmpty()
                    ? "the body"
                    : "'" + wrong.getPath().get(0).getFieldName() + "'";
            throw new IllegalArgumentException(field + " has a value of the wrong type");
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the body is no JSON: " + malformed.getOriginalMessage());
        }
    }

    static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(
                    "'" + field + "' is '" + text + "', allowed is a time like 2026-01-01T00:00:00Z");
        }
    }

    static @Nullable Duration duration(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Duration duration = Durations.parse(text);
        if (duration == null || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + field + "' is '" + text + "', allowed is " + Durations.ALLOWED);
        }
        return duration;
    }
}
