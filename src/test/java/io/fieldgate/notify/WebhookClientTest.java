package io.fieldgate.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code webhook:} sends, and how it sorts what comes back. */
class WebhookClientTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8");

    @RegisterExtension
    static final WireMockExtension SHOP = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"))
            .build();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = NOW;

    @Test
    void sendsTheBytesWithTheirKeyTheirDeviceAndASignature() {
        answer(aResponse().withStatus(204));
        Webhook webhook = new Webhook(
                "http://127.0.0.1:" + SHOP.getPort() + "/hook?tenant=7",
                "geheim",
                Map.of("Authorization", "Bearer abc"),
                Duration.ofSeconds(5),
                true,
                LOOPBACK);

        post(webhook, request(record("pump-7", "{\"t\":1}"), "application/json"));

        LoggedRequest request = only();
        assertThat(request.getUrl()).isEqualTo("/hook?tenant=7");
        assertThat(request.getBodyAsString()).isEqualTo("{\"t\":1}");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("Idempotency-Key")).isEqualTo("telemetry-3-1234");
        assertThat(request.getHeader("X-Fieldgate-Topic")).isEqualTo("telemetry");
        assertThat(request.getHeader("X-Fieldgate-Device")).isEqualTo("pump-7");
        assertThat(request.getHeader("X-Fieldgate-Timestamp")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer abc");
        assertThat(request.getHeader("X-Fieldgate-Signature"))
                .isEqualTo("t=1767225600,v1=" + Signature.hmac("geheim", 1767225600, "{\"t\":1}".getBytes(UTF_8)));
        assertThat(count("accepted")).isOne();
    }

    @Test
    void partsOfOneRecordHaveKeysOfTheirOwnThatStayTheSame() {
        assertThat(keyOfPart(0, "a"))
                .startsWith("telemetry-3-1234-0-")
                .isEqualTo(keyOfPart(0, "a"))
                .isNotEqualTo(keyOfPart(1, "a"))
                .isNotEqualTo(keyOfPart(0, "b"));
    }

    private static String keyOfPart(int index, String body) {
        Message part = record("pump-7", body);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setIn(part);
        exchange.setProperty(ExchangePropertyKey.SPLIT_INDEX, index);
        return String.valueOf(request(part, "application/json").headers().get("Idempotency-Key"));
    }

    @Test
    void aDeviceCannotAddAHeader() {
        answer(aResponse().withStatus(200));

        post(shop(), request(record("pump\r\nX-Admin: yes é", "{}"), "application/json"));

        LoggedRequest request = only();
        assertThat(request.containsHeader("X-Admin")).isFalse();
        assertThat(request.getHeader("X-Fieldgate-Device")).isEqualTo("pump%0D%0AX-Admin: yes %C3%A9");
    }

    @Test
    void aTypeThatAMessageNamesWinsUnlessItIsNone() {
        Message csv = record("pump-7", "1,2");
        csv.setHeader("content-type", "text/csv");
        assertThat(request(csv, "application/json").type()).hasToString("text/csv");

        csv.setHeader("content-type", "text/csv\r\nX-Admin: yes");
        assertThat(request(csv, "application/json").type()).hasToString("application/json");
    }

    @Test
    void aTombstoneIsARequestWithoutABody() {
        answer(aResponse().withStatus(200));

        post(shop(), request(record("pump-7", null), "application/json"));

        assertThat(only().getBody()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void whatMayGetBetterWaits(int status) {
        answer(aResponse().withStatus(status).withBody("busy"));

        Failure failure = failure(shop());

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure)
                .hasMessage("The webhook 'shop' has not taken the record: 127.0.0.1 answers with " + status + ": busy");
        assertThat(count("transient")).isOne();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void aConnectionThatBreaksWaits(Fault fault) {
        answer(aResponse().withFault(fault));

        assertThat(failure(shop()).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aRecordIsTakenOnceThoughTheAnswerBreaksOff() {
        answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));

        post(shop(), request(record("pump-7", "{}"), "application/json"));

        assertThat(count("accepted")).isOne();
    }

    @Test
    void aHandshakeThatIsCutWaits() throws IOException {
        for (RawReceiver.Manners manners : List.of(RawReceiver.HANGS_UP, RawReceiver.RESETS)) {
            try (RawReceiver receiver = new RawReceiver(manners)) {
                Failure failure = failure(new Webhook(
                        "https://127.0.0.1:" + receiver.port(),
                        null,
                        Map.of(),
                        Duration.ofSeconds(5),
                        false,
                        LOOPBACK));

                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(failure)
                        .hasMessageStartingWith("The webhook 'shop' is not reached: 127.0.0.1 cannot be reached: ");
            }
        }
    }

    @Test
    void aReceiverThatDoesNotAnswerInTimeWaits() {
        answer(aResponse().withFixedDelay(2_000));

        Failure failure = failure(new Webhook(
                "http://127.0.0.1:" + SHOP.getPort(), null, Map.of(), Duration.ofMillis(300), true, LOOPBACK));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure).hasMessage("The webhook 'shop' is not reached: 127.0.0.1 did not answer within 300 ms.");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 422})
    void aRecordThatIsRefusedIsADeadLetterWithTheCode(int status) {
        answer(aResponse().withStatus(status));

        Failure failure = failure(shop());

        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        assertThat(failure.code()).isEqualTo("HTTP_" + status);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Correct fieldgate.webhooks.shop.headers or fieldgate.webhooks.shop.secret.",
        "403, Correct fieldgate.webhooks.shop.headers or fieldgate.webhooks.shop.secret.",
        "404, Set fieldgate.webhooks.shop.url to the address that takes the records.",
        "410, Set fieldgate.webhooks.shop.url to the address that takes the records.",
        "405, Set fieldgate.webhooks.shop.url to the address that takes the records.",
        "301, Set fieldgate.webhooks.shop.url to the address that takes the records."
    })
    void whatHoldsForEveryRecordStopsTheRouteAndNamesTheCure(int status, String cure) {
        answer(aResponse().withStatus(status).withHeader("Location", SHOP.baseUrl() + "/other"));

        Failure failure = failure(shop());

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure.cure()).isEqualTo(cure);
        assertThat(SHOP.findAll(postRequestedFor(anyUrl())))
                .as("no redirect is followed")
                .hasSize(1);
    }

    @Test
    void anUnknownHostStopsTheRoute() {
        Failure failure = failure(
                new Webhook("https://nobody.invalid/hook", null, Map.of(), Duration.ofSeconds(5), false, List.of()));

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure.cure()).isEqualTo("Correct fieldgate.webhooks.shop.url.");
    }

    @Test
    void aCertificateThatNobodyTrustsStopsTheRoute() {
        Failure failure = failure(new Webhook(
                "https://127.0.0.1:" + SHOP.getHttpsPort(), null, Map.of(), Duration.ofSeconds(5), false, LOOPBACK));

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure).hasMessageStartingWith("The webhook 'shop' is not reached: No trust in 127.0.0.1: ");
    }

    @Test
    void aNameWithAPrivateAddressThatIsNotListedStopsTheRoute() {
        Failure failure = failure(new Webhook(
                "http://localhost:" + SHOP.getPort(), null, Map.of(), Duration.ofSeconds(5), true, List.of()));

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure)
                .hasMessage("The webhook 'shop' is not reached: localhost has a private address that does not stand"
                        + " under fieldgate.webhooks.shop.private-addresses.");
        assertThat(SHOP.findAll(postRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void aReceiverIsLeftAloneForAsLongAsItAsks() {
        answer(aResponse().withStatus(429).withHeader("Retry-After", "7"));
        try (WebhookClient client = client(shop())) {
            WebhookRequest request = request(record("pump-7", "{}"), "application/json");
            assertThatThrownBy(() -> client.post(request)).isInstanceOf(Failure.class);
            answer(aResponse().withStatus(200));

            now = NOW.plusSeconds(6);
            assertThatThrownBy(() -> client.post(request))
                    .hasMessage("The webhook 'shop' has asked to be left alone until 2026-01-01T00:00:07Z.");
            assertThat(SHOP.findAll(postRequestedFor(anyUrl()))).hasSize(1);

            now = NOW.plusSeconds(7);
            client.post(request);
            assertThat(SHOP.findAll(postRequestedFor(anyUrl()))).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://shop.example/            | Content-X  | 'url' is not allowed, allowed is https://HOST/PATH without a user",
                "https://me:secret@shop.example | Content-X  | 'url' is not allowed, allowed is https://HOST/PATH without a user",
                "http://shop.example/           | Content-X  | 'url' has no TLS, allowed is https://",
                "https://10.1.2.3/              | Content-X  | 'url' has a private address",
                "https://shop.example/{secret}  | Content-X  | 'url' is no address: Illegal character in path",
                "https://shop.example/          | Host       | 'headers' has 'Host', which the gateway sets itself",
                "https://shop.example/          | a b        | 'headers' has 'a b' with a name or value that HTTP does not allow"
            })
    void aConfigurationThatCannotWorkIsRefusedWithoutItsSecret(String url, String header, String message) {
        assertThatThrownBy(() -> new Webhook(
                        url, null, Map.of(header, "secret"), Duration.ofSeconds(5), false, List.of("10.20.0.0/16")))
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("secret");
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SHOP.stubFor(WireMock.post(anyUrl()).willReturn(answer));
    }

    private static Webhook shop() {
        return new Webhook(
                "http://127.0.0.1:" + SHOP.getPort() + "/hook", null, Map.of(), Duration.ofSeconds(5), true, LOOPBACK);
    }

    private WebhookClient client(Webhook webhook) {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new WebhookClient("shop", webhook, clock, meters);
    }

    private void post(Webhook webhook, WebhookRequest request) {
        try (WebhookClient client = client(webhook)) {
            client.post(request);
        }
    }

    private Failure failure(Webhook webhook) {
        return catchThrowableOfType(
                Failure.class, () -> post(webhook, request(record("pump-7", "{}"), "application/json")));
    }

    private static WebhookRequest request(Message message, String type) {
        return WebhookRequest.of(message, type);
    }

    private static LoggedRequest only() {
        List<LoggedRequest> requests = SHOP.findAll(postRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private double count(String outcome) {
        return meters.get("fieldgate.webhook.requests")
                .tag("webhook", "shop")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static Message record(String device, @Nullable String body) {
        Message message = new DefaultMessage(new DefaultCamelContext());
        message.setBody(body == null ? null : body.getBytes(UTF_8));
        message.setHeader("device", device);
        message.setHeader(KafkaConstants.TOPIC, "telemetry");
        message.setHeader(KafkaConstants.PARTITION, 3);
        message.setHeader(KafkaConstants.OFFSET, 1234L);
        message.setHeader(KafkaConstants.TIMESTAMP, NOW.toEpochMilli());
        return message;
    }
}
