package io.fieldgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldgate.http.Problem.Fault;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a client is told. */
record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
    static final int STORED = HttpServletResponse.SC_ACCEPTED;
    private static final String JSON_TYPE = "application/json";
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BUFFER = 8 * 1024;
    private static final int HEAD = 1024;

    /** Every record is stored, or in the dead-letter topic. */
    static Answer stored(int records, String requestId) {
        String body = "{\"stored\":" + records + ",\"requestId\":\"" + requestId + "\"}";
        return stored(body.getBytes(StandardCharsets.US_ASCII));
    }

    private static Answer stored(byte[] body) {
        return new Answer(STORED, JSON_TYPE, Map.of(), body);
    }

    /**
     * With what there is to say of single records.
     *
     * @param receipts of all records, in order; empty when nobody asked
     * @param deadLetters of records that Kafka refused
     */
    static Answer stored(int records, String requestId, List<Passage.Receipt> receipts, List<Fault> deadLetters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * (1 + receipts.size()));
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("stored", records);
            json.writeStringField("requestId", requestId);
            if (!receipts.isEmpty()) {
                json.writeArrayFieldStart("receipts");
                for (Passage.Receipt receipt : receipts) {
                    json.writeStartObject();
                    json.writeStringField("topic", receipt.topic());
                    json.writeNumberField("partition", receipt.partition());
                    json.writeNumberField("offset", receipt.offset());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            if (!deadLetters.isEmpty()) {
                json.writeArrayFieldStart("deadLetters");
                for (Fault fault : deadLetters) {
                    Problem.write(json, fault);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return stored(out.toByteArray());
    }

    /** The same as before, to the same request. */
    static Answer again(Outcome before) {
        return new Answer(before.status(), JSON_TYPE, Map.of("Idempotency-Replayed", "true"), before.answer());
    }

    static Answer of(Problem problem, String requestId) {
        return new Answer(problem.status(), Problem.CONTENT_TYPE, problem.headers(), problem.json(requestId));
    }

    /** Only puts it into the buffer, so it never waits for the client. */
    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        headers.forEach(response::setHeader);
        if (body.length + HEAD > BUFFER) {
            response.setBufferSize(body.length + HEAD);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
