package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.mqtt.ScriptedBroker.Peer;
import io.fieldgate.mqtt.ScriptedBroker.Script;
import io.fieldgate.mqtt.WirePipeline.WebSocketBytes;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** {@code mqtt:} over TLS and WebSocket. */
class MqttTransportIT {
    private static final String TOPIC = "plant/north/pump-1/telemetry";
    private static final String SOURCE = "mqtt:plant/{site}/{device}/telemetry";

    private final Authority authority = new Authority();

    @Test
    void takesMessagesOverTls() throws Exception {
        SSLContext server = authority.context("localhost");
        SSLContext client = authority.context(null);
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> tls(channel, server, false));
                MqttRoute route = MqttRoute.withTls("ssl://localhost:" + broker.port(), "tls", SOURCE, () -> client)) {

            await().until(() -> broker.acknowledged().size() == 1);

            assertThat(route.bodies()).containsExactly("reading");
        }
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherHostAndSaysWhatToDo() throws Exception {
        SSLContext server = authority.context("elsewhere.example");
        SSLContext client = authority.context(null);
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> tls(channel, server, false));
                MqttRoute route =
                        MqttRoute.withTls("ssl://localhost:" + broker.port(), "foreign", SOURCE, () -> client)) {

            await().until(() -> route.health().getDetails().containsKey("cure"));

            assertThat(route.health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(route.health().getMessage().orElse("")).contains("TLS with the broker fails", "localhost");
            assertThat(broker.connects()).isEmpty();
        }
    }

    @Test
    void refusesABrokerOfAnotherAuthority() throws Exception {
        SSLContext server = new Authority().context("localhost");
        SSLContext client = authority.context(null);
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> tls(channel, server, false));
                MqttRoute route =
                        MqttRoute.withTls("ssl://localhost:" + broker.port(), "unknown", SOURCE, () -> client)) {

            await().until(() -> route.health().getDetails().containsKey("cure"));

            assertThat(broker.connects()).isEmpty();
        }
    }

    @Test
    void saysThatItsCertificatesCannotBeReadAndUsesThemOnceTheyCan() throws Exception {
        SSLContext server = authority.context("localhost");
        SSLContext client = authority.context(null);
        AtomicBoolean readable = new AtomicBoolean();
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> tls(channel, server, false));
                MqttRoute route = MqttRoute.withTls("ssl://localhost:" + broker.port(), "unreadable", SOURCE, () -> {
                    if (!readable.get()) {
                        throw new IllegalStateException("gateway.pem is missing");
                    }
                    return client;
                })) {
            await().until(() ->
                    route.health().getMessage().orElse("").contains("TLS cannot be set up: gateway.pem is missing"));

            readable.set(true);

            await().atMost(60, SECONDS).until(() -> broker.acknowledged().size() == 1);
        }
    }

    @Test
    void usesARenewedCertificateFromTheNextConnectionOn() throws Exception {
        SSLContext server = authority.context("localhost");
        AtomicReference<SSLContext> client = new AtomicReference<>(authority.context(null));
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> tls(channel, server, true));
                MqttRoute route =
                        MqttRoute.withTls("ssl://localhost:" + broker.port(), "mutual", SOURCE, client::get)) {
            // Without a certificate of its own the broker does not talk to it.
            await().until(() -> route.health().getState() == HealthCheck.State.DOWN
                    && route.health().getMessage().orElse("").startsWith("TLS"));

            client.set(authority.context("gateway"));

            await().atMost(60, SECONDS).until(() -> broker.acknowledged().size() == 1);
            assertThat(route.bodies()).containsExactly("reading");
        }
    }

    @Test
    void takesMessagesOverWebSocket() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), MqttTransportIT::webSocket);
                MqttRoute route = new MqttRoute("ws://127.0.0.1:" + broker.port() + "/mqtt", "ws", SOURCE)) {

            await().until(() -> broker.acknowledged().size() == 1);

            assertThat(route.bodies()).containsExactly("reading");
        }
    }

    @Test
    void takesMessagesOverWebSocketAndTls() throws Exception {
        SSLContext server = authority.context("localhost");
        SSLContext client = authority.context(null);
        try (ScriptedBroker broker = new ScriptedBroker(new Publishing(), channel -> {
                    tls(channel, server, false);
                    webSocket(channel);
                });
                MqttRoute route =
                        MqttRoute.withTls("wss://localhost:" + broker.port() + "/mqtt", "wss", SOURCE, () -> client)) {

            await().until(() -> broker.acknowledged().size() == 1);

            assertThat(route.bodies()).containsExactly("reading");
        }
    }

    @Test
    void saysWhoItIs() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script());
                MqttRoute route = new MqttRoute(
                        broker.url(),
                        "user",
                        SOURCE + "?userName=gateway&password=s3cr3t&willTopic=gateways/a&willPayload=gone")) {
            route.awaitUp();

            MqttConnectMessage connect = broker.connects().get(0);
            assertThat(connect.payload().userName()).isEqualTo("gateway");
            assertThat(connect.payload().passwordInBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("s3cr3t");
            assertThat(connect.payload().willTopic()).isEqualTo("gateways/a");
            assertThat(connect.payload().willMessageInBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("gone");
        }
    }

    /** Publishes one message to whoever subscribes. */
    private static final class Publishing extends Script {
        @Override
        int subscribed(Peer peer) {
            peer.publish(TOPIC, "reading", 1, false, false);
            return 1;
        }
    }

    private static void tls(SocketChannel channel, SSLContext context, boolean mutual) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(mutual);
        channel.pipeline().addLast(new SslHandler(engine));
    }

    private static void webSocket(SocketChannel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(65_536),
                        new WebSocketServerProtocolHandler("/mqtt", "mqtt"),
                        new WebSocketBytes());
    }
}
