package io.fieldgate.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.notMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks and their relatives, against receivers that answer badly, late, too much, or are not what they seem. */
class HttpDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Outgoing LOOPBACK =
            new Outgoing(Set.of("127.0.0.1"), List.of(Outgoing.Network.parse("127.0.0.0/8")));

    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Test
    void sendsWhatAlertmanagerSendsAndSignsIt() throws Exception {
        answer(aResponse().withStatus(200));

        webhook("geheim", TIMEOUT, LOOPBACK).deliver(notice("pump-1", "pump-2"));

        LoggedRequest request =
                HOOK.findAll(postRequestedFor(urlEqualTo("/hook"))).get(0);
        JsonNode body = new ObjectMapper().readTree(request.getBody());
        assertThat(body.path("version").asText()).isEqualTo("4");
        assertThat(body.path("status").asText()).isEqualTo("firing");
        assertThat(body.path("receiver").asText()).isEqualTo("team");
        assertThat(body.path("groupLabels").path("alertname").asText()).isEqualTo("too-hot");
        assertThat(body.path("commonLabels").has("device")).isFalse();
        assertThat(body.path("commonLabels").path("area").asText()).isEqualTo("north");
        JsonNode alert = body.path("alerts").path(0);
        assertThat(alert.path("labels").path("device").asText()).isEqualTo("pump-1");
        assertThat(alert.path("startsAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(alert.path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(alert.path("dedupeKey").asText())
                .isEqualTo(AlertRecords.fingerprint("too-hot", "pump-1") + "-1767225600000");
        assertThat(request.getHeader("Content-Type")).startsWith("application/json");
        assertThat(request.getHeader(Signature.HEADER))
                .isEqualTo("t=1767225600,v1=" + Signature.hmac("geheim", 1767225600, request.getBody()));
    }

    @Test
    void signsAsAnyoneCanCheckByHand() {
        // printf '0.hello' | openssl dgst -sha256 -hmac key
        assertThat(Signature.hmac("key", 0, "hello".getBytes(UTF_8)))
                .isEqualTo("552b25b10c33de2db9fe7fa273d44ab105d596c023fa954d01444d4642487149");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void triesAgainWhatMayGetBetter(int status) throws Exception {
        answer(aResponse().withStatus(status).withBody("not\nnow"));

        NotDelivered failure = failure(webhook(null, TIMEOUT, LOOPBACK));

        assertThat(failure.isRefused()).isFalse();
        assertThat(failure).hasMessage("127.0.0.1 answers with " + status + ": not now");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 422})
    void takesEveryOtherAnswerForARefusal(int status) throws Exception {
        answer(aResponse().withStatus(status));

        assertThat(failure(webhook(null, TIMEOUT, LOOPBACK)).isRefused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | 7                             | PT7S",
                "503 | 7                             | PT7S",
                "429 | Thu, 01 Jan 2026 00:00:30 GMT | PT30S",
                "429 | Wed, 31 Dec 2025 23:59:00 GMT | PT0S",
                "429 | 999999999                     | PT15M",
                "429 | Fri, 01 Jan 2100 00:00:00 GMT | PT15M",
            })
    void leavesAReceiverAloneForAsLongAsItAsks(int status, String header, Duration wait) throws Exception {
        answer(aResponse().withStatus(status).withHeader("Retry-After", header));

        assertThat(failure(webhook(null, TIMEOUT, LOOPBACK)).waitAtLeast()).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "99999999999999999999", "Thu, 32 Jan 2026 00:00:30 GMT"})
    void takesARetryAfterThatIsNoneForNone(String header) throws Exception {
        answer(aResponse().withStatus(429).withHeader("Retry-After", header));

        assertThat(failure(webhook(null, TIMEOUT, LOOPBACK)).waitAtLeast()).isNull();
    }

    @Test
    void givesUpAReceiverThatDoesNotAnswerInTime() throws Exception {
        answer(aResponse().withFixedDelay(2_000));

        NotDelivered failure = failure(webhook(null, SHORT, LOOPBACK));

        assertThat(failure.isRefused()).isFalse();
        assertThat(failure).hasMessageContaining("127.0.0.1");
    }

    @Test
    void givesUpAReceiverThatTricklesBeforeItHasAnswered() throws Exception {
        try (RawReceiver receiver =
                new RawReceiver(RawReceiver.trickles("HTTP/1.1 200 OK\r\nX: " + "x".repeat(200), 50))) {
            URI url = URI.create("http://127.0.0.1:" + receiver.port() + "/hook");

            NotDelivered failure = failure(webhook(url, null, SHORT, LOOPBACK));

            assertThat(failure.isRefused()).isFalse();
            assertThat(failure).hasMessage("127.0.0.1 did not answer within 300 ms.");
        }
    }

    @Test
    void hasToldAReceiverThatHasSaidSoWhateverBecomesOfTheRestOfItsAnswer() {
        answer(aResponse().withBody("x".repeat(1_000)).withChunkedDribbleDelay(100, 10_000));
        assertThatCode(() -> webhook(null, SHORT, LOOPBACK).deliver(notice("pump-1")))
                .as("it trickles")
                .doesNotThrowAnyException();

        answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        assertThatCode(() -> webhook(null, TIMEOUT, LOOPBACK).deliver(notice("pump-1")))
                .as("it breaks off")
                .doesNotThrowAnyException();
    }

    @Test
    void isRefusedByTheCodeAloneWhenTheReasonBreaksOff() throws Exception {
        String answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nno such";
        try (RawReceiver receiver = new RawReceiver(RawReceiver.trickles(answer, 0))) {
            URI url = URI.create("http://127.0.0.1:" + receiver.port() + "/hook");

            NotDelivered failure = failure(webhook(url, null, TIMEOUT, LOOPBACK));

            assertThat(failure.isRefused()).isTrue();
            assertThat(failure).hasMessage("127.0.0.1 answers with 400: no such");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void triesAgainWhenTheConnectionBreaks(Fault fault) throws Exception {
        answer(aResponse().withFault(fault));

        assertThat(failure(webhook(null, TIMEOUT, LOOPBACK)).isRefused()).isFalse();
    }

    @Test
    void followsNoRedirect() throws Exception {
        answer(aResponse().withStatus(307).withHeader("Location", HOOK.baseUrl() + "/other"));

        NotDelivered failure = failure(webhook(null, TIMEOUT, LOOPBACK));

        assertThat(failure.isRefused()).isTrue();
        assertThat(failure).hasMessage("127.0.0.1 answers with 307. Redirects are not followed.");
        assertThat(HOOK.findAll(postRequestedFor(urlEqualTo("/other")))).isEmpty();
    }

    @Test
    void takesAHugeAnswerForAnAnswerAndReadsOnlyItsBeginning() throws Exception {
        answer(aResponse().withBody(new byte[20 << 20]));

        assertThatCode(() -> webhook(null, TIMEOUT, LOOPBACK).deliver(notice("pump-1")))
                .doesNotThrowAnyException();
    }

    @Test
    void saysOnlyTheBeginningOfWhatARefusalSays() throws Exception {
        answer(aResponse().withStatus(400).withBody("y".repeat(1 << 20)));

        assertThat(failure(webhook(null, TIMEOUT, LOOPBACK)).getMessage()).hasSizeLessThan(300);
    }

    @Test
    void blanksWithoutEndTakeNoLongerThanAnythingElse() {
        answer(aResponse().withStatus(400).withBody("no" + " ".repeat(60_000) + "room"));

        assertThat(supplyAsync(() -> failure(webhook(null, TIMEOUT, LOOPBACK))))
                .succeedsWithin(Duration.ofSeconds(5))
                .extracting(Throwable::getMessage)
                .isEqualTo("127.0.0.1 answers with 400: no room");
    }

    @Test
    void refusesAPrivateAddressThatIsNotListed() throws Exception {
        answer(aResponse().withStatus(200));

        NotDelivered failure = failure(webhook(null, TIMEOUT, Outgoing.NOTHING_SPECIAL));

        assertThat(failure.isRefused()).isTrue();
        assertThat(failure)
                .hasMessage("127.0.0.1 has a private address that does not stand under outgoing.private_addresses.");
        assertThat(HOOK.findAll(postRequestedFor(anyUrl()))).isEmpty();
    }

    /** The receiver listens at the address that each of them may mean. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0177.0.0.1",
                "017700000001",
                "0x7f000001",
                "0.0.0.0",
                "0",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "[::1]",
                "[::]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[64:ff9b::127.0.0.1]",
            })
    void neverReachesThisMachineHoweverItsAddressIsWritten(String host) throws Exception {
        answer(aResponse().withStatus(200));
        try (HttpDelivery delivery = new HttpDelivery(
                URI.create("http://" + host + ":" + HOOK.getPort() + "/hook"),
                TIMEOUT,
                Outgoing.NOTHING_SPECIAL,
                CLOCK,
                notice -> new HttpDelivery.Message(new byte[0], Map.of()))) {
            assertThat(catchThrowableOfType(NotDelivered.class, () -> delivery.deliver(notice("pump-1"))))
                    .isNotNull();
            assertThat(HOOK.findAll(postRequestedFor(anyUrl()))).isEmpty();
        }
    }

    @Test
    void refusesANameThatBecomesPrivateBetweenTwoLookUps() throws Exception {
        answer(aResponse().withStatus(200));
        DnsResolver rebound = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws java.net.UnknownHostException {
                return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        try (HttpDelivery delivery = new HttpDelivery(
                URI.create("http://hooks.example:" + HOOK.getPort() + "/hook"),
                TIMEOUT,
                Outgoing.NOTHING_SPECIAL,
                CLOCK,
                rebound,
                notice -> new HttpDelivery.Message(new byte[0], Map.of()))) {
            NotDelivered failure = catchThrowableOfType(NotDelivered.class, () -> delivery.deliver(notice("pump-1")));

            assertThat(failure.isRefused()).isTrue();
            assertThat(HOOK.findAll(postRequestedFor(anyUrl()))).isEmpty();
        }
    }

    @Test
    void writesTextsForSlackInWhichNothingIsALink() throws Exception {
        answer(aResponse().withStatus(200));
        Target.Slack slack = new Target.Slack(URI.create(HOOK.baseUrl() + "/hook"), TIMEOUT);

        try (Delivery delivery = new Deliveries(() -> null, CLOCK).of(slack, LOOPBACK)) {
            delivery.deliver(notice("<!channel>"));
        }

        HOOK.verify(postRequestedFor(urlEqualTo("/hook"))
                .withRequestBody(matching(".*FIRING.*"))
                .withRequestBody(matching(".*&lt;!channel&gt;.*"))
                .withRequestBody(notMatching(".*<!channel>.*")));
    }

    @Test
    void tellsAlertmanagerWhenAnAlertEndsUnlessItIsToldAgain() throws Exception {
        answer(aResponse().withStatus(200));
        Target.Alertmanager target =
                new Target.Alertmanager(URI.create(HOOK.baseUrl() + "/am/"), "token", Duration.ofMinutes(1), TIMEOUT);

        try (Delivery delivery = new Deliveries(() -> null, CLOCK).of(target, LOOPBACK)) {
            delivery.deliver(notice("pump-1"));
        }

        LoggedRequest request = HOOK.findAll(postRequestedFor(urlEqualTo("/am/api/v2/alerts"))
                        .withHeader("Authorization", equalTo("Bearer token")))
                .get(0);
        JsonNode alert = new ObjectMapper().readTree(request.getBody()).path(0);
        assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("too-hot");
        assertThat(alert.path("startsAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(alert.path("endsAt").asText()).isEqualTo("2026-01-01T00:04:00Z");
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        HOOK.stubFor(post(anyUrl()).willReturn(answer));
    }

    private static Delivery webhook(String secret, Duration timeout, Outgoing outgoing) {
        return webhook(
                URI.create(HOOK.baseUrl().replace("localhost", "127.0.0.1") + "/hook"), secret, timeout, outgoing);
    }

    private static Delivery webhook(URI url, String secret, Duration timeout, Outgoing outgoing) {
        return new Deliveries(() -> null, CLOCK).of(new Target.Webhook(url, secret, timeout), outgoing);
    }

    private static NotDelivered failure(Delivery delivery) {
        try (delivery) {
            return catchThrowableOfType(NotDelivered.class, () -> delivery.deliver(notice("pump-1")));
        }
    }

    private static Notice notice(String... devices) {
        Receiver receiver = new Receiver("team", new Target.Log(), OwnTiming.NONE, true, true, List.of());
        List<Alert> firing = Arrays.stream(devices)
                .map(device ->
                        Alert.parse(AlertRecords.json("firing", "too-hot", device, "warning", NOW, NOW, List.of())))
                .toList();
        return new Notice(
                receiver, new Group.Key("", Map.of("alertname", "too-hot")), NOW, firing, List.of(), 0, false, false);
    }
}
