package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.message.Sha256;
import io.fieldgate.mqtt.Authority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest:} with TLS, on all addresses of the machine. */
class IngestTlsIT {
    private static final String PASSWORD = "of-the-store";
    private static final String TOKEN = "of-the-application";

    @TempDir
    private Path folder;

    @Test
    void takesTokensOverTlsBeyondLoopbackAndUsesARenewedCertificateWithoutARestart() throws Exception {
        Authority first = new Authority();
        Authority second = new Authority();
        Path identity = folder.resolve("identity.p12");
        first.writeIdentity(identity, "localhost", PASSWORD);
        Files.writeString(
                folder.resolve("tokens.yaml"),
                "tokens: [{name: application, sha256: " + Sha256.hex(TOKEN.getBytes(UTF_8)) + ", paths: [/v1/**]}]");
        try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), 0)) {
            kafka.start();
            try (IngestGateway gateway = new IngestGateway(
                    folder,
                    kafka.bootstrapServers(),
                    """
                    - templatedRoute:
                        routeTemplateRef: http-to-topic
                        routeId: telemetry
                        parameters:
                          - { name: path, value: "/v1/telemetry/{device}" }
                          - { name: topic, value: telemetry }
                    """,
                    "fieldgate.topics[0].name=telemetry",
                    "server.address=0.0.0.0",
                    "server.ssl.bundle=http",
                    "spring.ssl.bundle.jks.http.keystore.location=file:" + identity,
                    "spring.ssl.bundle.jks.http.keystore.password=" + PASSWORD,
                    "spring.ssl.bundle.jks.http.keystore.type=PKCS12",
                    "spring.ssl.bundle.jks.http.reload-on-update=true",
                    "spring.ssl.bundle.watch.file.quiet-period=200ms")) {

                HttpResponse<String> answer = post(first, gateway);

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                assertThat(gateway.values("telemetry", "pump-1")).containsExactly("{}");
                assertThatThrownBy(() -> post(second, gateway)).isInstanceOf(SSLHandshakeException.class);
                assertThat(gateway.raw("POST /v1/telemetry/pump-1 HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .startsWith("HTTP/1.1 400")
                        .doesNotContain("Tomcat");

                second.writeIdentity(identity, "localhost", PASSWORD);
                await().atMost(60, SECONDS)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> post(second, gateway).statusCode() == 202);
            }
        }
    }

    private static HttpResponse<String> post(Authority trusted, IngestGateway gateway) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trusted.context(null))
                .build()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("https://localhost:" + gateway.port() + "/v1/telemetry/pump-1"))
                                .headers("Content-Type", "application/json", "Authorization", "Bearer " + TOKEN)
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
    }
}
