package io.fieldgate.observe;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TapTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Tap tap = new Tap(new Masks(List.of("secret")));
    private ProducerTemplate devices;

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(tap);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in")
                        .routeId("readings")
                        .setHeader("site", constant("north"))
                        .id("site")
                        .filter(simple("${body} contains 'bad'"))
                        .id("check")
                        .throwException(new IllegalStateException("bad, secret=x"))
                        .end()
                        .setBody(simple("${body}!"))
                        .id("shout");
                from("direct:other").routeId("other").log("${body}");
            }
        });
        camel.start();
        devices = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void showsAMessageAsItEntersAndAfterEachStep() throws Exception {
        TapListener listener = open(wish(null, null, false, 100));
        send("direct:in", "pump-1", "hello");
        send("direct:other", "pump-1", "not asked for");

        assertThat(seen(listener))
                .extracting(event -> (event.entering() ? "> " : "") + event.step() + " " + event.device() + " "
                        + event.headers().get("site") + " " + event.body())
                .containsExactly(
                        "> site pump-1 null hello",
                        "site pump-1 north hello",
                        "check pump-1 north hello",
                        "shout pump-1 north hello!");
    }

    @Test
    void showsOnlyTheStepAndTheDevicesThatAreAskedFor() throws Exception {
        TapListener listener = open(wish("shout", "pump-*", false, 100));
        send("direct:in", "pump-1", "one");
        send("direct:in", "oven-1", "two");

        assertThat(seen(listener)).extracting(TapEvent::body).containsExactly("one!");
    }

    @Test
    void showsWhatFailsWithItsReasonAndWithoutItsSecrets() throws Exception {
        TapListener listener = open(wish(null, null, true, 1));
        send("direct:in", "pump-1", "good");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> send("direct:in", "pump-1", "bad")).hasRootCauseMessage("bad, secret=x");
        }

        assertThat(seen(listener))
                .as("failures know no limit")
                .filteredOn(event -> event.step().equals("check"))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.failure()).isEqualTo("bad, secret=***"));
    }

    @Test
    void showsNoMoreThanTheLimitAndCountsTheRest() {
        AtomicLong now = new AtomicLong();
        TapListener listener = new TapListener(wish("shout", null, false, 2), new Masks(List.of()), now::get, () -> {});

        assertThat(wanted(listener, 5)).isEqualTo(2);
        assertThat(listener.dropped()).isEqualTo(3);

        now.addAndGet(SECONDS.toNanos(1));
        assertThat(wanted(listener, 5)).isEqualTo(2);
    }

    private static long wanted(TapListener listener, int messages) {
        return IntStream.range(0, messages)
                .filter(i -> listener.wants("shout", "pump-1", false))
                .count();
    }

    @Test
    void aListenerThatDoesNotComeHoldsUpNobody() {
        TapListener listener = open(wish(null, null, true, 1));
        for (int i = 0; i < 1_100; i++) {
            assertThatThrownBy(() -> send("direct:in", "pump-1", "bad")).hasRootCauseMessage("bad, secret=x");
        }

        assertThat(listener.dropped()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void showsEachMessageOfABatch() throws Exception {
        TapListener listener = open(wish("site", null, false, 100));
        devices.sendBody(
                "direct:in",
                new Batch(List.of(
                        new BatchEntry(Map.of("device", "pump-1")), new BatchEntry(Map.of("device", "pump-2")))));

        assertThat(seen(listener))
                .filteredOn(event -> !event.entering())
                .extracting(TapEvent::device)
                .containsExactly("pump-1", "pump-2");
    }

    @Test
    void marksOnlyThoseOfABatchAsFailedThatHave() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:rows")
                        .routeId("rows")
                        .process(exchange -> {
                            Batch batch = exchange.getMessage().getBody(Batch.class);
                            batch.failed(batch.take().get(1), new IllegalStateException("no number"));
                            throw new IllegalStateException("no number");
                        })
                        .id("store");
            }
        });
        TapListener listener = open(new TapWish("rows", null, null, false, 100));

        assertThatThrownBy(() -> devices.sendBody(
                        "direct:rows",
                        new Batch(List.of(
                                new BatchEntry(Map.of("device", "pump-1")),
                                new BatchEntry(Map.of("device", "pump-2"))))))
                .hasRootCauseMessage("no number");

        assertThat(seen(listener))
                .filteredOn(event -> !event.entering())
                .extracting(event -> event.device() + " " + event.failure())
                .containsExactly("pump-1 null", "pump-2 no number");
    }

    @Test
    void afterFifteenMinutesOnlyFailuresAreShown() {
        AtomicLong now = new AtomicLong();
        TapListener listener = new TapListener(wish(null, null, false, 100), new Masks(List.of()), now::get, () -> {});
        assertThat(listener.wants("any", null, false)).isTrue();

        now.set(Duration.ofMinutes(16).toNanos());

        assertThat(listener.wants("any", null, false)).isFalse();
        assertThat(listener.wants("any", null, true)).isTrue();
    }

    @Test
    void onlySoManyMayLook() {
        TapListener first = open(wish(null, null, false, 1));
        for (int i = 1; i < 8; i++) {
            open(wish(null, null, false, 1));
        }
        assertThat(tap.open(wish(null, null, false, 1))).isNull();

        first.close();

        assertThat(tap.open(wish(null, null, false, 1))).isNotNull();
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        assertThatThrownBy(() -> wish(null, null, false, 0))
                .hasMessage("'limit' is '0', allowed is 1 to 1000 a second");
    }

    @Test
    void whoComesAfterTheEndIsSentAway() {
        TapListener listener = open(wish(null, null, false, 1));

        tap.stop();

        assertThat(listener.isClosed()).isTrue();
        assertThat(tap.open(wish(null, null, false, 1))).isNull();
        tap.start();
        assertThat(tap.open(wish(null, null, false, 1))).isNotNull();
    }

    private TapListener open(TapWish wish) {
        return Objects.requireNonNull(tap.open(wish));
    }

    private static TapWish wish(@Nullable String step, @Nullable String device, boolean failed, int limit) {
        return new TapWish("readings", step, device, failed, limit);
    }

    private void send(String to, String device, String body) {
        devices.sendBodyAndHeader(to, body, "device", device);
    }

    private static List<TapEvent> seen(TapListener listener) throws InterruptedException {
        List<TapEvent> all = new ArrayList<>();
        TapEvent event = listener.next(Duration.ZERO);
        while (event != null) {
            all.add(event);
            event = listener.next(Duration.ZERO);
        }
        return all;
    }
}
