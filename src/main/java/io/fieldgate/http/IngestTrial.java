package io.fieldgate.http;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** {@code ingest:} without a web server: requests run through their route as always, and the client is told. Any thread. */
public final class IngestTrial {
    private static final int ACCEPTED = 202;

    private IngestTrial() {}

    /**
     * What the client is told.
     *
     * @param status of HTTP
     * @param code what is wrong, as in the body of the answer; null when all was stored
     * @param detail of the same
     */
    public record Told(
            int status, @Nullable String code, @Nullable String detail) {}

    /** What is to be known as {@code ingest}. */
    public static Component component(IngestProperties properties) {
        return new IngestComponent(properties, new Listening("127.0.0.1", 0, true, false));
    }

    /** Whether requests can be posted to it with {@link #post}. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint instanceof IngestEndpoint;
    }

    /**
     * Posts a body to a route; who sends is not asked.
     *
     * @param source of the route
     * @param path of the request
     * @param headers of the request; without Content-Type it is JSON
     * @param at when it comes, in milliseconds since 1970
     * @throws IllegalArgumentException when the path is not the route's
     */
    public static CompletableFuture<Told> post(
            Consumer source, String path, byte[] body, Map<String, String> headers, long at) {
        IngestConsumer consumer = (IngestConsumer) source;
        IngestEndpoint endpoint = consumer.endpoint();
        RequestPath requested = RequestPath.of(path);
        List<String> captured = requested == null ? null : endpoint.template().match(requested.levels());
        if (captured == null) {
            throw new IllegalArgumentException(
                    "the path '" + path + "' is not the route's, which is '" + endpoint.template() + "'");
        }
        Map<String, String> request = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.put("Content-Type", "application/json");
        request.putAll(headers);
        try {
            MediaType type = Admission.contentType(request.get("Content-Type"));
            BodyFormat format = Admission.format(endpoint, type);
            List<byte[]> records = Contents.records(
                    body, format, endpoint, consumer.component().properties());
            CompletableFuture<Told> told = new CompletableFuture<>();
            new Batch(
                            consumer,
                            records,
                            RequestHeaders.of(request::get, endpoint, captured, format, type, at),
                            false,
                            ended -> told.complete(told(ended)))
                    .run();
            return told;
        } catch (Problem refused) {
            return CompletableFuture.completedFuture(told(refused));
        }
    }

    private static Told told(Batch ended) {
        if (ended.isStored()) {
            return new Told(ACCEPTED, null, null);
        }
        List<Problem.Fault> faults = new ArrayList<>();
        for (Passage failed : ended.failures()) {
            Throwable thrown = Objects.requireNonNull(failed.failure());
            if (FailureKind.of(thrown) != FailureKind.RECORD) {
                return told(IngestConsumer.unavailable());
            }
            Failure failure = Failure.in(thrown);
            int index = ended.indexOf(failed);
            faults.add(
                    failure == null
                            // The client is not told; whoever tries the route wants to know.
                            ? new Problem.Fault(index, null, "ROUTE", "The route cannot process it: " + thrown)
                            : Problem.fault(index, failure));
        }
        return told(Problem.of(faults, ended.size()));
    }

    private static Told told(Problem problem) {
        return new Told(problem.status(), problem.code(), problem.getMessage());
    }
}
