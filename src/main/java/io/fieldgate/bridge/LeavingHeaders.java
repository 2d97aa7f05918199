package io.fieldgate.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.message.RecordHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/** What of a message's headers crosses to a neighbour. */
public final class LeavingHeaders {
    private LeavingHeaders() {}

    /**
     * Those that the route has set for the receiver: what stands behind the prefix, and the trace under its own names.
     *
     * @param prefix in lower case, for example {@code rabbitmq.header.}
     */
    public static Map<String, Object> sent(Map<String, Object> headers, String prefix) {
        Map<String, Object> sent = new HashMap<>();
        headers.forEach((name, value) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            if (folded.equals(RecordHeaders.TRACEPARENT) || folded.equals(RecordHeaders.TRACESTATE)) {
                sent.put(folded, value);
            } else if (folded.startsWith(prefix)) {
                sent.put(name.substring(prefix.length()), value);
            }
        });
        return sent;
    }

    /**
     * The id of a message; of a record where it stands in Kafka, so that whoever gets it twice can tell.
     *
     * @param own header that holds one, when there is one
     * @param otherwise when it comes from no topic of Kafka either
     */
    public static String id(Map<String, Object> headers, String own, String otherwise) {
        String given = text(headers, own);
        if (given != null) {
            return given;
        }
        Object topic = headers.get(KafkaConstants.TOPIC);
        return topic == null
                ? otherwise
                : topic + "-" + headers.get(KafkaConstants.PARTITION) + "@" + headers.get(KafkaConstants.OFFSET);
    }

    /** Null when it is not there; of one that is no UTF-8 what can be read. */
    public static @Nullable String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        return value == null ? null : text(value);
    }

    /** As {@link #text(Map, String)}, of a value. */
    public static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : value.toString();
    }
}
