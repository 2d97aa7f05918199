package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.RecordedRoute;
import io.fieldgate.message.FailureKind;
import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** What every neighbour with TLS must do. Its server has a certificate for localhost and wants one of its clients. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
public abstract class TlsContract {
    /** What {@code ssl-bundle} names. */
    protected static final String BUNDLE = "neighbour";

    private static final String HOST = "localhost";
    /** The same server by a name that its certificate is not for. */
    private static final String OTHER_HOST = "127.0.0.1";

    private final Authority authority = new Authority();
    private final String scheme;
    private final String sink;
    private final String source;

    /** @param sink an endpoint whose messages come from the source */
    protected TlsContract(String scheme, String sink, String source) {
        this.scheme = scheme;
        this.sink = sink;
        this.source = source;
    }

    /** Starts the server on 127.0.0.1. */
    protected abstract void start(Path folder, Authority authority) throws Exception;

    protected abstract void stop() throws Exception;

    /** As the gateway makes it, for the server at a host, with {@link #BUNDLE}. */
    protected abstract Component component(String host, SslBundles bundles) throws Exception;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        start(folder, authority);
    }

    @AfterAll
    void close() throws Exception {
        stop();
    }

    private final class Route extends RecordedRoute {
        Route(String host, SslBundle bundle) throws Exception {
            super("tls");
            camel.addComponent(scheme, component(host, new DefaultSslBundleRegistry(BUNDLE, bundle)));
            start(source, exchange -> {}, false);
        }

        Exchange send() {
            return camel.createProducerTemplate()
                    .send(sink, exchange -> exchange.getIn().setBody("hot"));
        }
    }

    @Test
    void aMessageGoesThereAndComesBackWithACertificateAtBothEnds() throws Exception {
        try (Route route = new Route(HOST, authority.bundle("gateway"))) {
            Exchange sent = route.send();

            assertThat(sent.getException()).isNull();
            await().untilAsserted(() -> assertThat(route.bodies()).containsExactly("hot"));
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefusedAndTheCureNamed() throws Exception {
        refuses(HOST, new Authority().bundle("gateway"), "unable to find valid certification path");
    }

    @Test
    void aServerWithACertificateForAnotherHostIsRefusedAndTheCureNamed() throws Exception {
        refuses(OTHER_HOST, authority.bundle("gateway"), OTHER_HOST);
    }

    private void refuses(String host, SslBundle bundle, String why) throws Exception {
        try (Route route = new Route(host, bundle)) {
            await().untilAsserted(() -> {
                Map<String, Object> details = route.health().getDetails();
                assertThat(details.get("cause")).asString().contains("TLS", why);
                assertThat(details.get("cure")).asString().contains("fieldgate." + scheme + ".ssl-bundle");
            });

            Exchange refused = route.send();

            assertThat(FailureKind.of(Objects.requireNonNull(refused.getException())))
                    .isEqualTo(FailureKind.SYSTEMIC);
            assertThat(route.seen()).isEmpty();
        }
    }

    @Test
    void withoutACertificateOfOursAServerThatWantsOneIsNotReached() throws Exception {
        try (Route route = new Route(HOST, authority.bundle(null))) {
            // What it says of it may be lost with the connection, so the words are not always the same.
            await().until(() -> route.health().getDetails().containsKey("cause"));

            assertThat(route.seen()).isEmpty();
        }
    }
}
