package io.fieldgate.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the topic {@code alerts} tells it.
 *
 * @param fingerprint names the rule, the topic and the device, or what the rule's key gives instead
 * @param episode names this occurrence of it; the same in all that is ever told about it, so it is the dedupe key
 * @param event what happened last: pending, firing, escalated, changed, resolved, inactive
 * @param key what it is about: the device, or what the rule's key gives
 * @param keyedBy the rule's key; null when it is about a device
 * @param since when the condition began to hold, by the devices' time
 * @param at when the last thing happened to it, by the devices' time
 * @param firing since when; null when it never fired
 * @param labels with {@code alertname}, {@code severity} and {@code device}, or {@code key} when it is about no device, sorted;
 *     and {@code topic}, unless the rule says another
 * @param receivers names; empty when the rule names none
 */
public record Alert(
        String fingerprint,
        String episode,
        String event,
        State state,
        String rule,
        String key,
        @Nullable String keyedBy,
        String severity,
        Instant since,
        Instant at,
        @Nullable Instant firing,
        @Nullable Double value,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> receivers) {
    static final String ALERTNAME = "alertname";
    static final String DEVICE = "device";
    static final String KEY = "key";
    static final String SEVERITY = "severity";
    static final String TOPIC = "topic";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What becomes of an alert. */
    public enum State {
        /** The condition holds, but not long enough yet. */
        PENDING,
        FIRING,
        RESOLVED,
        /** It was pending and never fired. */
        INACTIVE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Alert {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(ALERTNAME, rule);
        all.put(keyedBy == null ? DEVICE : KEY, key);
        all.put(SEVERITY, severity);
        labels = Collections.unmodifiableMap(all);
        annotations = Map.copyOf(annotations);
        receivers = List.copyOf(receivers);
    }

    /** @throws Failure of kind RECORD when it is none */
    static Alert parse(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            String state = text(node, "state");
            String fired = node.path("fired_at").textValue();
            JsonNode value = node.path("value");
            Map<String, String> labels = texts(node.path("labels"));
            String topic = node.path("topic").textValue();
            if (topic != null) {
                // Alertmanager knows alerts by their labels, and a rule may be moved to another topic.
                labels.putIfAbsent(TOPIC, topic);
            }
            return new Alert(
                    text(node, "fingerprint"),
                    text(node, "episode"),
                    text(node, "event"),
                    State.valueOf(state.toUpperCase(Locale.ROOT)),
                    text(node, "rule"),
                    text(node, "key"),
                    node.path("keyed_by").textValue(),
                    text(node, "severity"),
                    Instant.parse(text(node, "since")),
                    Instant.parse(text(node, "at")),
                    fired == null ? null : Instant.parse(fired),
                    value.isNumber() ? value.doubleValue() : null,
                    labels,
                    texts(node.path("annotations")),
                    list(node.path("notify")));
        } catch (IOException | DateTimeException | IllegalArgumentException wrong) {
            throw Failure.rejected("NO_ALERT", "The record is no alert: " + wrong.getMessage(), wrong);
        }
    }

    private static String text(JsonNode node, String name) {
        String text = node.path(name).textValue();
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing or no text");
        }
        return text;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static List<String> list(JsonNode node) {
        List<String> list = new ArrayList<>();
        node.forEach(element -> list.add(element.asText()));
        return list;
    }

    /** Null when it is about something else. */
    public @Nullable String device() {
        return keyedBy == null ? key : null;
    }

    boolean isFiring() {
        return state == State.FIRING;
    }

    /** Whether it is pending or fires. */
    public boolean isOpen() {
        return state == State.PENDING || isFiring();
    }

    /** The same one, over since then. */
    Alert resolved(Instant end) {
        return new Alert(
                fingerprint,
                episode,
                "resolved",
                State.RESOLVED,
                rule,
                key,
                keyedBy,
                severity,
                since,
                end,
                firing,
                value,
                labels,
                annotations,
                receivers);
    }
}
