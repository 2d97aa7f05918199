package io.fieldgate.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Health and meters of a gateway, as an operator sees them. */
public final class Actuator {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    /** @param port where it listens */
    public Actuator(int port) {
        this.url = "http://127.0.0.1:" + port + "/actuator/";
    }

    /** What the gateway says of the component's health if that is down; empty while it is up, or nobody answers. */
    String trouble(String component) throws InterruptedException {
        try {
            JsonNode details = JSON.readTree(get("health")).at("/components/camelHealth/details");
            return details.path(component).asText().equals("DOWN")
                    ? details.path(component + ".data").toString()
                    : "";
        } catch (IOException silent) {
            return "";
        }
    }

    /** The sum of a Prometheus meter over the series whose labels contain the text. */
    public double meter(String name, String label) throws IOException, InterruptedException {
        return get("prometheus")
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
