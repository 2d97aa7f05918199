package io.fieldgate.topic;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Utf8;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Carries headers between Camel messages and Kafka records: those of {@link RecordHeaders#isCarried}, no other. */
final class HeaderMapping {
    /** Names after {@code fg.} that are the gateway's own and no captures. */
    private static final Set<String> OWN =
            Set.of("source", "route", "received-at", "event-time", "dlq", "replay-of", "replay-count");
    /** As in {@link io.fieldgate.message.TopicFilter}; a dot would let a record set {@code kafka.*}. */
    private static final Pattern CAPTURE = Pattern.compile("[a-z][A-Za-z0-9_-]{0,62}");

    /** With {@code fg.} before it. */
    private static final int LONGEST_CAPTURE = RecordHeaders.PREFIX.length() + 63;

    /** The first captures by the names of their headers: a topic's records have the same ones over and over. */
    private static final Map<String, String> CAPTURES = new ConcurrentHashMap<>();

    private static final int MOST_CAPTURES = 1_000;

    private HeaderMapping() {}

    /**
     * Makes record headers of the carried ones, of a class that Kafka's client copies as a whole.
     *
     * @param route becomes {@code fg.route} unless null
     * @param recent headers of the records before this one
     */
    static Headers toRecord(Map<String, Object> from, @Nullable String route, RecentHeaders recent) {
        Headers to = new org.apache.kafka.common.header.internals.RecordHeaders();
        from.forEach((name, value) -> {
            if (RecordHeaders.isCarried(name)
                    && value != null
                    && (route == null || !name.equals(RecordHeaders.ROUTE))) {
                to.add(recent.header(name, value));
            }
        });
        if (route != null) {
            to.add(recent.header(RecordHeaders.ROUTE, route));
        }
        return to;
    }

    /** Text as UTF-8, numbers as decimal text, bytes as they are. */
    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        boolean fraction = value instanceof Double || value instanceof Float;
        String text = fraction && Double.isFinite(((Number) value).doubleValue())
                ? new BigDecimal(value.toString()).toPlainString()
                : value.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The carried headers of a record: text when they are UTF-8, else bytes; {@code fg.received-at} and {@code fg.event-time} as
     * {@code Long}. Of
     * repeated names the last counts.
     */
    static Map<String, Object> carried(Headers from) {
        Map<String, Object> carried = new LinkedHashMap<>();
        for (Header header : from) {
            if (isCarried(header)) {
                carried.put(header.key(), value(header));
            }
        }
        return carried;
    }

    /** As {@link #carried} and {@link #addCaptures} of it, in one go: this is done for every record. */
    static void addCarriedAndCaptures(Headers from, Map<String, Object> to) {
        for (Header header : from) {
            if (isCarried(header)) {
                Object value = value(header);
                addCapture(header.key(), value, to);
                to.put(header.key(), value);
            }
        }
    }

    private static boolean isCarried(Header header) {
        return header.value() != null && RecordHeaders.isCarried(header.key());
    }

    private static Object value(Header header) {
        Object text = text(header.value());
        boolean time =
                header.key().equals(RecordHeaders.RECEIVED_AT) || header.key().equals(RecordHeaders.EVENT_TIME);
        return time ? number(text) : text;
    }

    /** All headers of a record: text when they are UTF-8, else bytes. Of repeated names the last counts. */
    static Map<String, Object> texts(Headers from) {
        Map<String, Object> texts = new LinkedHashMap<>();
        for (Header header : from) {
            if (header.value() != null) {
                texts.put(header.key(), text(header.value()));
            }
        }
        return texts;
    }

    /**
     * Adds each capture {@code fg.x} as {@code x}, as the source did that read it. Names that could steer a Camel
     * component are left out: anyone who may write to the topic chooses them.
     */
    static void addCaptures(Map<String, Object> carried, Map<String, Object> to) {
        carried.forEach((name, value) -> addCapture(name, value, to));
    }

    private static void addCapture(String name, Object value, Map<String, Object> to) {
        if (name.startsWith(RecordHeaders.PREFIX)) {
            String capture = capture(name);
            if (!capture.isEmpty()) {
                to.put(capture, value);
            }
        }
    }

    /** Empty when it is none. */
    private static String capture(String name) {
        if (name.length() > LONGEST_CAPTURE) {
            return "";
        }
        String known = CAPTURES.get(name);
        if (known != null) {
            return known;
        }
        String capture = name.substring(RecordHeaders.PREFIX.length());
        // Camel's header names know no case.
        String folded = capture.toLowerCase(Locale.ROOT);
        if (!CAPTURE.matcher(capture).matches()
                || OWN.contains(folded)
                || RecordHeaders.isCarried(folded)
                || folded.startsWith("camel")) {
            return "";
        }
        if (CAPTURES.size() < MOST_CAPTURES) {
            CAPTURES.put(name, capture);
        }
        return capture;
    }

    private static Object text(byte[] value) {
        String text = Utf8.text(value);
        return text == null ? value : text;
    }

    private static Object number(Object value) {
        try {
            return Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            return value;
        }
    }
}
