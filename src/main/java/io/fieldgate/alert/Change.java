package io.fieldgate.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something has happened to an alert; a record of the topic {@code alerts}, keyed by the fingerprint.
 *
 * @param fingerprint names the alert of this rule for this topic and device, or key, always the same
 * @param key the device, or what the rule's key gives
 * @param keyedBy the rule's key; null when {@code key} is the device
 * @param severity now
 * @param since when the condition began to hold
 * @param at when this happened, by the devices' time
 * @param firedAt when the alert began to fire, 0 when it has not
 * @param value of the rule's expression or window
 * @param reason why it ended when no condition said so; null when one did
 */
record Change(
        Event event,
        String fingerprint,
        String rule,
        String topic,
        String key,
        @Nullable String keyedBy,
        String severity,
        long since,
        long at,
        long firedAt,
        @Nullable Double value,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> receivers,
        String version,
        @Nullable String reason) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FINGERPRINT_DIGITS = 16;

    /** What may happen. */
    enum Event {
        /** The condition holds, but not long enough yet. */
        PENDING("pending"),
        /** The condition held no longer before the alert fired. */
        INACTIVE("inactive"),
        FIRING("firing"),
        /** It still fires, with another severity. */
        ESCALATED("firing"),
        /** It still fires, and its rule, which was changed, says something else of it, or to others. */
        CHANGED("firing"),
        RESOLVED("resolved");

        private final String state;

        Event(String state) {
            this.state = state;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same, with the reason for it. */
    Change because(String why) {
        return new Change(
                event,
                fingerprint,
                rule,
                topic,
                key,
                keyedBy,
                severity,
                since,
                at,
                firedAt,
                value,
                labels,
                annotations,
                receivers,
                version,
                why);
    }

    /** A rule that is moved to another topic has other alerts there. */
    static String fingerprint(String rule, String topic, String key) {
        return digits(rule + "\n" + topic + "\n" + key);
    }

    /** A rule that gets another key has other alerts, also where both give the same text. */
    static String fingerprint(String rule, String topic, @Nullable String keyedBy, String key) {
        return keyedBy == null
                ? fingerprint(rule, topic, key)
                : digits(rule + "\n" + topic + "\n" + keyedBy + "\n" + key);
    }

    /** As earlier builds named alerts; one that was open goes on under it until it ends. */
    static String topiclessFingerprint(String rule, String key) {
        return digits(rule + "\n" + key);
    }

    private static String digits(String text) {
        return Sha256.hex(text).substring(0, FINGERPRINT_DIGITS);
    }

    /** Names this occurrence of the alert: the same in all its records, and when they are made again after a crash. */
    String episode() {
        return fingerprint + "-" + since;
    }

    byte[] json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fingerprint", fingerprint);
        json.put("episode", episode());
        json.put("event", event.text());
        json.put("state", event.state);
        json.put("rule", rule);
        json.put("rule_version", version);
        json.put("topic", topic);
        json.put("key", key);
        if (keyedBy != null) {
            json.put("keyed_by", keyedBy);
        }
        json.put("severity", severity);
        json.put("since", instant(since));
        json.put("at", instant(at));
        json.put("fired_at", firedAt == 0 ? null : instant(firedAt));
        json.put("value", value);
        json.put("labels", labels);
        json.put("annotations", annotations);
        json.put("notify", receivers);
        if (reason != null) {
            json.put("reason", reason);
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
