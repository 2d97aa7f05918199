package io.fieldgate.bridge.jms;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.KindAndName;
import io.fieldgate.bridge.LeavingHeaders;
import io.fieldgate.bridge.SentHeaders;
import io.fieldgate.bridge.jms.StompFrames.Received;
import io.fieldgate.message.RecordHeaders;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As {@link JmsHeaders}, of frames: there all values are text, and what the broker sets stands beside what the sender has. */
final class StompHeaders {
    /** Of the protocol and of the brokers; in lower case. A sender's header of such a name does not cross. */
    private static final Set<String> OWN = Set.of(
            "destination",
            "message-id",
            "subscription",
            "ack",
            "content-length",
            "content-type",
            "receipt",
            "receipt-id",
            "transaction",
            "id",
            "selector",
            "correlation-id",
            "reply-to",
            "type",
            "timestamp",
            "priority",
            "expires",
            "persistent",
            "redelivered",
            "transformation",
            "originaltimestamp",
            "destination-type",
            JmsHeaders.CONTENT_TYPE,
            JmsHeaders.ID);

    private static final String ESCAPED = "\r\n:\\";

    private StompHeaders() {}

    /** @param place {@code queue:orders}; what stands in the frame a sender may have written */
    static Map<String, Object> read(Received message, String place) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(JmsHeaders.DESTINATION, place);
        JmsHeaders.put(headers, JmsHeaders.MESSAGE_ID, message.header("message-id"));
        JmsHeaders.put(headers, JmsHeaders.CORRELATION_ID, message.header("correlation-id"));
        JmsHeaders.put(headers, JmsHeaders.REPLY_TO, nameOf(message.header("reply-to")));
        JmsHeaders.put(headers, JmsHeaders.TYPE, message.header("type"));
        JmsHeaders.put(headers, JmsHeaders.GROUP_ID, message.header(JmsHeaders.GROUP));
        String type = message.header("content-type");
        JmsHeaders.put(
                headers, RecordHeaders.CONTENT_TYPE, type == null ? message.header(JmsHeaders.CONTENT_TYPE) : type);
        JmsHeaders.put(headers, JmsHeaders.SENT_AT, number(message.header("timestamp")));
        if ("true".equals(message.header("redelivered"))) {
            headers.put(JmsHeaders.REDELIVERED, true);
            JmsHeaders.put(headers, JmsHeaders.DELIVERY_COUNT, number(message.header(JmsHeaders.COUNT)));
        }
        Map<String, Object> sent = new LinkedHashMap<>();
        message.headers().forEach((name, value) -> {
            if (isFree(name)) {
                sent.put(name, value);
            }
        });
        SentHeaders.add(headers, JmsHeaders.SENT, sent);
        return headers;
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** {@code /queue/orders} as {@code queue:orders}; null for another. */
    private static @Nullable String nameOf(@Nullable String destination) {
        KindAndName<Kind> what = Kind.parse(destination, "/", "/");
        return what == null ? null : what.kind() + ":" + what.name();
    }

    /** As a broker is told it. */
    static String destination(Kind kind, String name) {
        return "/" + kind + "/" + name;
    }

    /** @param otherwise an id of the message, when it has none and comes from no topic of Kafka */
    static Map<String, String> write(Map<String, Object> headers, String otherwise) {
        Map<String, String> written = new LinkedHashMap<>();
        set(written, "correlation-id", headers.get(JmsHeaders.CORRELATION_ID));
        set(written, "reply-to", replyTo(LeavingHeaders.text(headers, JmsHeaders.REPLY_TO)));
        set(written, "type", headers.get(JmsHeaders.TYPE));
        set(written, JmsHeaders.GROUP, headers.get(JmsHeaders.GROUP_ID));
        set(written, "content-type", headers.get(RecordHeaders.CONTENT_TYPE));
        // By this name who speaks another protocol to the broker finds it.
        set(written, JmsHeaders.CONTENT_TYPE, headers.get(RecordHeaders.CONTENT_TYPE));
        written.put(JmsHeaders.ID, LeavingHeaders.id(headers, JmsHeaders.MESSAGE_ID, otherwise));
        LeavingHeaders.sent(headers, JmsHeaders.SENT).forEach((name, value) -> {
            if (isFree(name)) {
                set(written, name, value);
            }
        });
        return written;
    }

    /** Bytes of it in a frame, where a line break, a colon and a backslash are two. */
    static int length(String nameOrValue) {
        int escapes = (int) nameOrValue
                .chars()
                .filter(character -> ESCAPED.indexOf(character) >= 0)
                .count();
        return nameOrValue.getBytes(UTF_8).length + escapes;
    }

    private static @Nullable String replyTo(@Nullable String name) {
        KindAndName<Kind> what = Kind.parse(name, "", ":");
        return what == null ? null : destination(what.kind(), what.name());
    }

    private static boolean isFree(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return !folded.isEmpty()
                && !OWN.contains(folded)
                && !folded.startsWith("jms")
                && !folded.startsWith("activemq.")
                && !folded.startsWith("amq-");
    }

    private static void set(Map<String, String> to, String name, @Nullable Object value) {
        if (value != null) {
            to.put(name, LeavingHeaders.text(value));
        }
    }
}
