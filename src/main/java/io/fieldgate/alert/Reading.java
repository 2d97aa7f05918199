package io.fieldgate.alert;

import io.fieldgate.message.RecordHeaders;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of a topic. Its payload is read when the first rule asks for it. Not thread-safe. */
final class Reading {
    private final String key;
    private final long time;
    private final Map<String, String> headers;
    private final Payload payload;
    private @Nullable Map<String, String> captures;

    /**
     * @param time of the event, in milliseconds since 1970
     * @param bytes of the payload; null for a record without a value
     */
    Reading(String key, long time, Map<String, String> headers, byte @Nullable [] bytes) {
        this(key, time, headers, new Payload(bytes, PayloadFields.NONE));
    }

    Reading(String key, long time, Map<String, String> headers, Payload payload) {
        this.key = key;
        this.time = time;
        this.headers = headers;
        this.payload = payload;
    }

    /** The same at another time. */
    Reading at(long other) {
        return new Reading(key, other, headers, payload);
    }

    String key() {
        return key;
    }

    long time() {
        return time;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Captures of the route's filter, which travel as {@code fg.NAME}. */
    Map<String, String> captures() {
        Map<String, String> found = captures;
        if (found == null) {
            found = new HashMap<>();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().startsWith(RecordHeaders.PREFIX)) {
                    found.put(header.getKey().substring(RecordHeaders.PREFIX.length()), header.getValue());
                }
            }
            captures = found;
        }
        return found;
    }

    /** Null when it is not JSON. */
    @Nullable
    Object payload() {
        return payload.tree();
    }

    /** What stands at a place in the payload, see {@link Payload#at}. */
    Object at(PayloadPath path) {
        return payload.at(path);
    }
}
