package io.fieldgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldgate.message.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a request is refused, for the client (RFC 9457). Nothing in it is known to the gateway only: no class name, no stack
 * trace, no address.
 */
public final class Problem extends RuntimeException {
    static final String CONTENT_TYPE = "application/problem+json";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> TOO_LARGE = Set.of("TOO_LARGE", "LIMIT_SIZE", "LIMIT_INFLATE", "LIMIT_RECORDS");
    private static final Set<String> MALFORMED = Set.of(
            "EMPTY",
            "MALFORMED_JSON",
            "MALFORMED_CSV",
            "HEADER",
            "INVALID_UTF8",
            "INVALID_NUMBER",
            "LIMIT_DEPTH",
            "LIMIT_NUMBER");
    private static final Pattern CLASS_NAME = Pattern.compile("\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]\\w*");

    /**
     * One record at fault.
     *
     * @param index of the record in the body, from 0
     * @param pointer to the place in the record (RFC 6901); null when it is the whole
     */
    record Fault(int index, @Nullable String pointer, String code, String detail) {}

    private final int status;
    private final String code;
    private final List<Fault> faults;
    private final Map<String, String> headers;

    private Problem(int status, String code, String detail, List<Fault> faults, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.faults = faults;
        this.headers = headers;
    }

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of());
    }

    static Problem of(int status, String code, String detail, String header, String value) {
        return new Problem(status, code, detail, List.of(), Map.of(header, value));
    }

    /** One that goes away by itself. */
    static Problem temporary(String code, String detail, long retryAfterSeconds) {
        return of(503, code, detail, "Retry-After", Long.toString(retryAfterSeconds));
    }

    /** Of the content of a body, before it is known which record it is. */
    static Problem of(Failure rejected) {
        return of(statusOf(rejected.code()), rejected.code(), safe(rejected));
    }

    /**
     * Of records.
     *
     * @param faults at least one
     * @param records how many there are in the body
     */
    static Problem of(List<Fault> faults, int records) {
        // What cannot be read says more than what can be read but does not fit.
        Fault first = faults.stream()
                .filter(fault -> statusOf(fault.code) != 422)
                .findFirst()
                .orElse(faults.get(0));
        String detail = records == 1
                ? first.detail
                : "Record " + first.index + " of " + records + ": " + first.detail + " None was stored.";
        return new Problem(statusOf(first.code), first.code, detail, List.copyOf(faults), Map.of());
    }

    static Fault fault(int index, Failure rejected) {
        return new Fault(index, null, rejected.code(), safe(rejected));
    }

    static int statusOf(String code) {
        if (TOO_LARGE.contains(code)) {
            return 413;
        }
        return MALFORMED.contains(code) ? 400 : 422;
    }

    private static String safe(Failure failure) {
        String message = String.valueOf(failure.getMessage());
        return CLASS_NAME.matcher(message).find() ? "The route cannot process it." : message;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Of the answer. */
    public Map<String, String> headers() {
        return headers;
    }

    /** As the body of an answer. */
    byte[] json(String requestId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "urn:fieldgate:problem:" + slug(code));
            HttpStatus known = HttpStatus.resolve(status);
            json.writeStringField("title", known == null ? "Error" : known.getReasonPhrase());
            json.writeNumberField("status", status);
            json.writeStringField("code", code);
            json.writeStringField("detail", String.valueOf(getMessage()));
            json.writeStringField("requestId", requestId);
            if (!faults.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (Fault fault : faults) {
                    write(json, fault);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static void write(JsonGenerator json, Fault fault) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", fault.index);
        if (fault.pointer != null) {
            json.writeStringField("pointer", fault.pointer);
        }
        json.writeStringField("code", fault.code);
        json.writeStringField("detail", fault.detail);
        json.writeEndObject();
    }

    private static String slug(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
