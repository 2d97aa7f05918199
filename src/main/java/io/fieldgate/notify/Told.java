package io.fieldgate.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a receiver was told, or is about to be told, of a firing alert. It stays until the receiver was told of its end.
 *
 * @param about the key of the alert
 * @param keyedBy as in {@link Alert}
 * @param severity with which it was told last
 * @param at when it was told last; null while it is about to be told for the first time
 */
record Told(
        String receiver,
        String fingerprint,
        String episode,
        String rule,
        String about,
        @Nullable String keyedBy,
        String severity,
        @Nullable Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Told of(String receiver, Alert alert, @Nullable Instant at) {
        return new Told(
                receiver,
                alert.fingerprint(),
                alert.episode(),
                alert.rule(),
                alert.key(),
                alert.keyedBy(),
                alert.severity(),
                at);
    }

    /** Of the record in the log. Receivers' names hold no slash. */
    static String key(String receiver, String episode) {
        return receiver + "/" + episode;
    }

    String key() {
        return key(receiver, episode);
    }

    byte[] json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("receiver", receiver);
        json.put("fingerprint", fingerprint);
        json.put("episode", episode);
        json.put("rule", rule);
        if (keyedBy == null) {
            json.put("device", about);
        } else {
            json.put("key", about);
            json.put("keyed_by", keyedBy);
        }
        json.put("severity", severity);
        json.put("at", at == null ? null : at.toString());
        return Bodies.bytes(json);
    }

    /** @throws Failure of kind RECORD when it is none */
    static Told parse(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            String at = node.path("at").textValue();
            return new Told(
                    node.path("receiver").asText(),
                    node.path("fingerprint").asText(),
                    node.path("episode").asText(),
                    node.path("rule").asText(),
                    node.path(node.has("keyed_by") ? "key" : "device").asText(),
                    node.path("keyed_by").textValue(),
                    node.path("severity").asText(),
                    at == null ? null : Instant.parse(at));
        } catch (IOException | DateTimeException wrong) {
            throw Failure.rejected("NO_LOG_ENTRY", "The record is no entry of the log: " + wrong.getMessage(), wrong);
        }
    }

    /** What is left to say of an alert that nothing else is known of any more. */
    Alert ended(Instant end) {
        return new Alert(
                fingerprint,
                episode,
                "resolved",
                Alert.State.RESOLVED,
                rule,
                about,
                keyedBy,
                severity,
                began(end),
                end,
                null,
                null,
                Map.of(),
                Map.of(),
                List.of(receiver));
    }

    /** An episode ends in the millisecond in which it began. */
    private Instant began(Instant otherwise) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(episode.substring(episode.lastIndexOf('-') + 1)));
        } catch (NumberFormatException other) {
            return otherwise;
        }
    }
}
