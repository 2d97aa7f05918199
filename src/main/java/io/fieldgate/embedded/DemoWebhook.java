package io.fieldgate.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A receiver of alerts on this machine: says a line for each alert that it is told of. */
final class DemoWebhook implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Consumer<String> lines;

    private DemoWebhook(HttpServer server, Consumer<String> lines) {
        this.server = server;
        this.lines = lines;
    }

    /** Listens on a free port of 127.0.0.1. */
    static DemoWebhook start(Consumer<String> lines) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DemoWebhook webhook = new DemoWebhook(server, lines);
            server.createContext("/", webhook::take);
            server.start();
            return webhook;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readNBytes(MOST_BYTES));
            for (JsonNode alert : body.path("alerts")) {
                lines.accept("   webhook was told:  " + alert.path("status").asText() + " "
                        + alert.path("rule").asText() + " "
                        + alert.path("device").asText());
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /** Makes it the only receiver of a file of receivers. */
    void writeReceivers(Path file) {
        String receivers = """
                # Written at each start of the demo.
                outgoing: { plain_http: [127.0.0.1], private_addresses: [127.0.0.1] }
                route: { receivers: [demo], group_wait: 1s, group_interval: 1s }
                receivers:
                  - name: demo
                    webhook: { url: "http://127.0.0.1:%d/" }
                    resolved_at_once: true
                """.formatted(server.getAddress().getPort());
        try {
            Files.writeString(file, receivers);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
