package io.fieldgate.http;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Traceparent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The headers that the records of a request bring along: only these, whatever the client sent, so that no header, query or
 * form field can steer Camel or Kafka.
 */
final class RequestHeaders {
    /** Begins the names of those that the route lists. */
    static final String PREFIX = "http.header.";

    private static final int MOST_VALUE = 1024;

    private RequestHeaders() {}

    /** @param request gives its headers by name, in any case */
    static Map<String, Object> of(
            Function<String, @Nullable String> request,
            IngestEndpoint endpoint,
            List<String> captured,
            BodyFormat format,
            MediaType type,
            long at) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(RecordHeaders.SOURCE, "http");
        headers.put(RecordHeaders.RECEIVED_AT, at);
        String recordType = format.recordType();
        headers.put(RecordHeaders.CONTENT_TYPE, recordType == null ? type.toString() : recordType);
        List<String> names = endpoint.template().captures();
        for (int i = 0; i < names.size(); i++) {
            headers.put(names.get(i), captured.get(i));
            headers.put(RecordHeaders.PREFIX + names.get(i), captured.get(i));
        }
        String traceparent = request.apply(RecordHeaders.TRACEPARENT);
        if (traceparent != null && Traceparent.isOne(traceparent)) {
            headers.put(RecordHeaders.TRACEPARENT, traceparent);
            put(headers, RecordHeaders.TRACESTATE, request.apply(RecordHeaders.TRACESTATE), Traceparent.LONGEST_STATE);
        }
        for (String name : endpoint.headerNames()) {
            put(headers, PREFIX + name, request.apply(name), MOST_VALUE);
        }
        return headers;
    }

    private static void put(Map<String, Object> headers, String name, @Nullable String value, int most) {
        if (value != null && value.length() <= most && value.chars().noneMatch(Character::isISOControl)) {
            headers.put(name, value);
        }
    }
}
