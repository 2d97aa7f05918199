package io.fieldgate.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    @Option(names = "--json", description = "Print what the gateway answers, as JSON.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /** @throws CommandFailure when there is no gateway, or it refuses */
    JsonNode get(String path, List<Map.Entry<String, String>> query) {
        return send(path, query, HttpRequest.newBuilder().GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        try {
            return send(
                    path,
                    List.of(),
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are always JSON", impossible);
        }
    }

    JsonNode delete(String path) {
        return send(path, List.of(), HttpRequest.newBuilder().DELETE());
    }

    private JsonNode send(String path, List<Map.Entry<String, String>> query, HttpRequest.Builder request) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        request.uri(address(path, query)).timeout(TIMEOUT);
        String token = System.getenv("FIELDGATE_TOKEN");
        if (token != null && !token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = parsed(answer.body());
            if (answer.statusCode() / 100 == 2 && body != null) {
                return body;
            }
            String detail = body == null ? "" : body.path("detail").asText();
            throw new CommandFailure(
                    REFUSED,
                    detail.isEmpty() ? "The gateway at " + url + " answers with " + answer.statusCode() + "." : detail);
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
