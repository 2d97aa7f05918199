package io.fieldgate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.fault.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway in this process with routes of the test's own, and clients that post to it. */
final class IngestGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String kafka;
    private final ConfigurableApplicationContext context;

    /**
     * @param folder for what it keeps; the same folder is the same gateway again
     * @param routes as in a route file
     * @param properties {@code key=value}
     */
    IngestGateway(Path folder, String kafka, String routes, String... properties) throws IOException {
        this(new SpringApplication(Gateway.class), folder, kafka, routes, properties);
    }

    /** @param application may have beans of the test's own */
    IngestGateway(SpringApplication application, Path folder, String kafka, String routes, String... properties)
            throws IOException {
        this.kafka = kafka;
        Path file = Files.writeString(Files.createTempFile(folder, "routes", ".camel.yaml"), routes);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("fieldgate.kafka.bootstrap-servers", kafka);
        all.put("fieldgate.mqtt.url", "tcp://127.0.0.1:1");
        all.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        all.put("fieldgate.login.users", folder.resolve("users.yaml").toString());
        all.put(
                "fieldgate.ingest.idempotency.folder",
                folder.resolve("idempotency").toString());
        all.put("camel.main.routes-include-pattern", "classpath:route-templates/*.camel.yaml,file:" + file);
        all.put("fieldgate.alerts.enabled", "false");
        all.put("server.port", "0");
        all.put("management.server.port", "0");
        for (String property : properties) {
            int equals = property.indexOf('=');
            all.put(property.substring(0, equals), property.substring(equals + 1));
        }
        context = application.run(all.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new));
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    CamelContext camel() {
        return context.getBean(CamelContext.class);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** A request to be completed. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** @param headers names and values by turns */
    HttpResponse<String> post(String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, type, body.getBytes(UTF_8), headers);
    }

    /** What comes back for these bytes until the gateway closes the connection. */
    String raw(String request) throws IOException {
        return raw(port(), request);
    }

    /** The same of another port of the gateway. */
    static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] some = new byte[4096];
            try {
                for (int n = socket.getInputStream().read(some);
                        n >= 0;
                        n = socket.getInputStream().read(some)) {
                    answer.write(some, 0, n);
                }
            } catch (IOException reset) {
                // What came before counts.
            }
            return answer.toString(ISO_8859_1);
        }
    }

    /** The records of a device. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, String device) {
        return Records.all(
                kafka, topic, record -> record.key() != null && new String(record.key(), UTF_8).equals(device));
    }

    List<String> values(String topic, String device) {
        return records(topic, device).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** What an operator is answered at this path below {@code /actuator/}. */
    HttpResponse<String> actuator(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/actuator/" + path))
                .timeout(Duration.ofSeconds(30)));
    }

    /** All meters. */
    String scrape() throws IOException, InterruptedException {
        return actuator("prometheus").body();
    }

    @Override
    public void close() {
        context.close();
    }
}
