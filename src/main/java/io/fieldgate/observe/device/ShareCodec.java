package io.fieldgate.observe.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.observe.device.Share.Reject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Share} stands in the topic: the key {@code ["gateway","device"]}, the value an object. Anyone may read it with
 * a console consumer; what a newer gateway adds an older one passes over.
 */
final class ShareCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShareCodec() {}

    /** Whose record it is. */
    record Key(String gateway, String device) {}

    static byte[] key(String gateway, String device) {
        return JSON.createArrayNode().add(gateway).add(device).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Null when it is none. */
    static @Nullable Key key(byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        try {
            return JSON.readTree(key) instanceof ArrayNode array
                            && array.size() == 2
                            && array.path(0).isTextual()
                            && array.path(1).isTextual()
                    ? new Key(array.path(0).textValue().intern(), array.path(1).textValue())
                    : null;
        } catch (IOException foreign) {
            return null;
        }
    }

    static byte[] value(Share share) {
        ObjectNode json = JSON.createObjectNode()
                .put("at", share.at())
                .put("first", share.first())
                .put("last", share.last())
                .put("messages", share.messages())
                .put("bytes", share.bytes())
                .put("rejects", share.rejects())
                .put("per_minute", share.perMinute())
                .put("bytes_per_minute", share.bytesPerMinute())
                .put("interval", share.interval());
        if (share.route() != null) {
            json.put("route", share.route());
        }
        if (share.topic() != null) {
            json.put("topic", share.topic());
        }
        if (share.values() != null) {
            json.set("values", values(share.values()));
        }
        Reject reject = share.reject();
        if (reject != null) {
            json.putObject("reject")
                    .put("at", reject.at())
                    .put("code", reject.code())
                    .put("route", reject.route());
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Null when it is none. */
    static @Nullable Share value(String gateway, byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            if (json == null || !json.path("messages").isNumber()) {
                return null;
            }
            JsonNode reject = json.path("reject");
            JsonNode values = json.path("values");
            return new Share(
                    gateway,
                    json.path("messages").asLong(),
                    json.path("bytes").asLong(),
                    json.path("rejects").asLong(),
                    json.path("first").asLong(),
                    json.path("last").asLong(),
                    (float) json.path("per_minute").asDouble(),
                    (float) json.path("bytes_per_minute").asDouble(),
                    json.path("interval").asLong(),
                    json.path("at").asLong(),
                    text(json.path("route")),
                    text(json.path("topic")),
                    values.isObject() ? values.toString().getBytes(StandardCharsets.UTF_8) : null,
                    reject.isObject()
                            ? new Reject(
                                    reject.path("at").asLong(),
                                    reject.path("code").asText().intern(),
                                    reject.path("route").asText().intern())
                            : null);
        } catch (IOException foreign) {
            return null;
        }
    }

    /** The same few names come again and again. */
    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue().intern() : null;
    }

    /** An object, empty for null. */
    static JsonNode values(byte @Nullable [] values) {
        try {
            return values == null ? JSON.createObjectNode() : JSON.readTree(values);
        } catch (IOException impossible) {
            throw new IllegalStateException("it was written here", impossible);
        }
    }
}
