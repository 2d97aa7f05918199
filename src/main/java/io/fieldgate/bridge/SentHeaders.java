package io.fieldgate.bridge;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Traceparent;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the sender's own choice. They come under a prefix, so that none can steer Camel or Kafka; only a valid
 * {@code traceparent}, and the {@code tracestate} beside it, keep their names.
 */
public final class SentHeaders {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MOST = 64;

    private SentHeaders() {}

    /**
     * Adds those that have a plain name and a value that is text, a number, a boolean or bytes; at most 64.
     *
     * @param prefix for example {@code rabbitmq.header.}
     */
    public static void add(Map<String, Object> to, String prefix, Map<String, ?> sent) {
        @Nullable Object trace = sent.get(RecordHeaders.TRACEPARENT);
        boolean traced = trace != null && Traceparent.isOne(trace.toString());
        int room = MOST;
        for (Map.Entry<String, ?> header : sent.entrySet()) {
            Object value = header.getValue();
            if (room > 0 && NAME.matcher(header.getKey()).matches() && isPlain(value)) {
                to.put(name(prefix, header.getKey(), value, traced), value);
                room--;
            }
        }
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof byte[];
    }

    private static String name(String prefix, String name, Object value, boolean traced) {
        boolean own = name.equals(RecordHeaders.TRACEPARENT)
                || (name.equals(RecordHeaders.TRACESTATE) && value.toString().length() <= Traceparent.LONGEST_STATE);
        return traced && own ? name : prefix + name;
    }
}
