package io.fieldgate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces by OTLP over HTTP, as a collector does. */
final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A span, with its ids as in {@code traceparent}. */
    record Seen(String trace, String id, String parent, Span span) {
        String name() {
            return span.getName();
        }

        List<String> linked() {
            return span.getLinksList().stream()
                    .map(link -> HexFormat.of().formatHex(link.getSpanId().toByteArray()))
                    .toList();
        }
    }

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Seen> all() {
        return List.copyOf(seen);
    }

    /** Those of a trace. */
    List<Seen> of(String trace) {
        return seen.stream().filter(span -> span.trace.equals(trace)).toList();
    }

    private void take(HttpExchange request) throws IOException {
        ExportTraceServiceRequest.parseFrom(request.getRequestBody()).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> seen.add(new Seen(
                        HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                        HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                        HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                        span)));
        byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
        request.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        request.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        request.getResponseBody().write(answer);
        request.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
