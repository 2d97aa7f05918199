package io.fieldgate.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway that a command asks; its options. */
final class GatewayApi {
    private static final int REFUSED = 1;
    private static final int WRONG = 2;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description =
                    "The gateway to ask (${DEFAULT-VALUE}). One that asks for a token takes that of the environment"
                            + " variable FIELDGATE_TOKEN.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI url;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /** @throws CommandFailure when there is no gateway, or it refuses */
    JsonNode get(String path, List<Map.Entry<String, String>> query) {
        return send(path, query, HttpRequest.newBuilder().GET(), TIMEOUT);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return post(path, body, TIMEOUT);
    }

    /** @param patience how long the answer may take */
    JsonNode post(String path, Map<String, ?> body, Duration patience) {
        if (body.isEmpty()) {
            // A gateway that refuses without having read a body may end the connection before its answer is read.
            return send(path, List.of(), HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), patience);
        }
        try {
            return send(
                    path,
                    List.of(),
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                    patience);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are always JSON", impossible);
        }
    }

    JsonNode delete(String path) {
        return send(path, List.of(), HttpRequest.newBuilder().DELETE(), TIMEOUT);
    }

    /**
     * Takes server-sent events until the gateway ends them.
     *
     * @param each is given the data of each
     * @throws CommandFailure when there is no gateway, or it refuses
     */
    void listen(String path, List<Map.Entry<String, String>> query, Consumer<String> each) {
        HttpRequest.Builder request =
                request(path, query, HttpRequest.newBuilder().GET());
        answered(request, HttpResponse.BodyHandlers.ofInputStream(), answer -> {
            try (InputStream body = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    throw refused(answer.statusCode(), parsed(body.readAllBytes()));
                }
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        each.accept(line.substring("data:".length()));
                    }
                }
                return null;
            }
        });
    }

    private JsonNode send(
            String path, List<Map.Entry<String, String>> query, HttpRequest.Builder request, Duration patience) {
        request(path, query, request).timeout(patience);
        JsonNode body = answered(request, HttpResponse.BodyHandlers.ofByteArray(), answer -> {
            JsonNode parsed = parsed(answer.body());
            if (answer.statusCode() / 100 != 2 || parsed == null) {
                throw refused(answer.statusCode(), parsed);
            }
            return parsed;
        });
        return Objects.requireNonNull(body);
    }

    private HttpRequest.Builder request(
            String path, List<Map.Entry<String, String>> query, HttpRequest.Builder request) {
        String token = System.getenv("FIELDGATE_TOKEN");
        if (token != null && !token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.uri(address(path, query));
    }

    private interface Reading<B> {
        @Nullable
        JsonNode of(HttpResponse<B> answer) throws IOException;
    }

    private <B> @Nullable JsonNode answered(
            HttpRequest.Builder request, HttpResponse.BodyHandler<B> handler, Reading<B> reading) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        try {
            return reading.of(client.send(request.build(), handler));
        } catch (IOException unreachable) {
            throw new CommandFailure(
                    REFUSED,
                    "No gateway answers at " + url
                            + ". Start one with ./fieldgate run or demo, or name another with --url.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(REFUSED, "Interrupted.");
        }
    }

    private CommandFailure refused(int status, @Nullable JsonNode body) {
        String detail = body == null ? "" : body.path("detail").asText();
        return new CommandFailure(
                REFUSED, detail.isEmpty() ? "The gateway at " + url + " answers with " + status + "." : detail);
    }

    private URI address(String path, List<Map.Entry<String, String>> query) {
        if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new CommandFailure(
                    WRONG, "--url is '" + url + "', allowed is http://HOST:PORT or https://HOST:PORT.");
        }
        String parameters = query.stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(
                url.toString().replaceFirst("/+$", "") + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static @Nullable JsonNode parsed(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (IOException noJson) {
            return null;
        }
    }
}
