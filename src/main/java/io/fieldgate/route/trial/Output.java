package io.fieldgate.route.trial;

import io.fieldgate.message.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a route at one of its ends.
 *
 * @param name of the topic, table or endpoint; of a refusal its code
 * @param fields what else there is to say, by the keys of test files
 * @param named the headers, or the columns of a row
 * @param body null when there is none
 */
record Output(Kind kind, String name, Map<String, String> fields, Map<String, String> named, byte @Nullable [] body) {
    /** Which end it was, as test files call it. */
    enum Kind {
        TOPIC("topic", "a record of topic"),
        DEAD_LETTER("dead-letter", "a dead letter in"),
        ROW("row", "a row of table"),
        PUBLISH("publish", "an MQTT message to"),
        TO("to", "a message to"),
        REFUSED("refused", "the request refused with"),
        WAITS("waits", "the message waiting for"),
        FAILS("fails", "a failure with"),
        ALERT("alert", "an alert of rule");

        private final String key;
        private final String words;

        Kind(String key, String words) {
            this.key = key;
            this.words = words;
        }

        String key() {
            return key;
        }

        String words() {
            return words;
        }
    }

    /** In a few words. */
    String title() {
        return kind.words + " " + name;
    }

    /** For a person. */
    String text() {
        StringBuilder text = new StringBuilder(title());
        fields.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        if (kind == Kind.ROW) {
            Map<String, String> shown = new LinkedHashMap<>(named);
            shown.keySet().removeIf(column -> column.startsWith("kafka_"));
            text.append(' ').append(shown);
        }
        if (body != null) {
            text.append(' ').append(text(body));
        }
        return text.toString();
    }

    /** A body, as far as a person can read it. */
    static String text(byte[] body) {
        String text = Utf8.text(body);
        return text == null ? "bytes(" + body.length + ")" : text;
    }
}
