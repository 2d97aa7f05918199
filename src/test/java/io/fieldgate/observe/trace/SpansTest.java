package io.fieldgate.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Failure;
import io.fieldgate.message.JointWork;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String KEPT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NOT_KEPT = "00-" + TRACE + "-b7ad6b7169203331-00";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Spans none = new Spans(0, Resource.empty(), SimpleSpanProcessor.create(exporter));
    private final CamelContext camel = new DefaultCamelContext();
    private final List<@Nullable Object> atTheSink = new ArrayList<>();

    @BeforeEach
    void startRoutes() throws Exception {
        camel.addComponent("direct", new DirectComponent());
        camel.addComponent("seda", new SedaComponent());
        camel.addComponent("mock", new MockComponent());
        camel.addRoutePolicyFactory(new RouteSpans(none.tracer()));
        camel.getCamelContextExtension().addInterceptStrategy(new StepSpans(none.tracer()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:outer").routeId("outer").to("direct:inner").to("mock:later");
                from("direct:inner").routeId("inner").to("mock:sink");
                from("direct:threads").routeId("threads").threads(1).to("mock:sink");
                from("direct:parts")
                        .routeId("parts")
                        .split(body().tokenize(","))
                        .to("mock:sink");
                from("direct:chosen").routeId("chosen").toD("mock:${body}");
                from("direct:tapped").routeId("tapped").wireTap("mock:sink").to("mock:later");
            }
        });
        camel.start();
        sink("sink")
                .whenAnyExchangeReceived(
                        exchange -> atTheSink.add(exchange.getMessage().getHeader("traceparent")));
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
        none.close();
    }

    @Test
    void spansStandInTheTraceThatTheMessageNamesOneWithinTheOther() {
        send("direct:outer", "x", KEPT);

        assertThat(named("process outer").getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(named("process inner").getParentSpanId()).isEqualTo(id("process outer"));
        assertThat(named("send mock:sink").getParentSpanId()).isEqualTo(id("process inner"));
        assertThat(named("send mock:later").getParentSpanId()).isEqualTo(id("process outer"));
        assertThat(exporter.getFinishedSpanItems())
                .hasSize(4)
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
    }

    @Test
    void whatTakesAMessageElsewhereFindsItsOwnSpanInTheHeaderAndAfterwardsTheHeaderIsAsBefore() {
        Exchange exchange = send("direct:outer", "x", KEPT);

        assertThat(atTheSink).containsExactly("00-" + TRACE + "-" + id("send mock:sink") + "-01");
        assertThat(exchange.getMessage().getHeader("traceparent")).isEqualTo(KEPT);
    }

    @Test
    void aSpanEndsOnWhateverThreadItsRouteEnds() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        sink("sink").whenAnyExchangeReceived(exchange -> arrived.countDown());

        send("direct:threads", "x", KEPT);

        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        org.awaitility.Awaitility.await()
                .until(() -> exporter.getFinishedSpanItems().size() == 2);
        assertThat(named("send mock:sink").getParentSpanId()).isEqualTo(id("process threads"));
    }

    @Test
    void partsOfAMessageHaveSpansOfTheirOwn() {
        send("direct:parts", "a,b,c", KEPT);

        assertThat(exporter.getFinishedSpanItems())
                .filteredOn(span -> span.getName().equals("send mock:sink"))
                .hasSize(3)
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(id("process parts")));
    }

    @Test
    void aStepWhoseDestinationTheMessageChoosesHasTheNameThatStandsInTheRoute() {
        send("direct:chosen", "sink", KEPT);

        assertThat(named("send mock:${body}").getParentSpanId()).isEqualTo(id("process chosen"));
        assertThat(atTheSink).containsExactly("00-" + TRACE + "-" + id("send mock:${body}") + "-01");
    }

    @Test
    void whatIsTappedTakesTheSpanOfTheTapAlong() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        sink("sink").whenAnyExchangeReceived(exchange -> {
            atTheSink.add(exchange.getMessage().getHeader("traceparent"));
            arrived.countDown();
        });

        send("direct:tapped", "x", KEPT);

        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(named("send mock:sink").getParentSpanId()).isEqualTo(id("process tapped"));
        assertThat(atTheSink).containsExactly("00-" + TRACE + "-" + id("send mock:sink") + "-01");
    }

    @Test
    void aFailureOfTheGatewayIsToldAndWhatAnotherSaysIsNot() {
        failing(Failure.rejected("TOO_LARGE", "It is too large.", null));
        failing(new IllegalStateException("no number: 4711"));

        assertThat(exporter.getFinishedSpanItems())
                .filteredOn(span -> span.getName().equals("process inner"))
                .extracting(
                        span -> span.getStatus().getStatusCode(),
                        span -> span.getStatus().getDescription(),
                        span -> span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(StatusCode.ERROR, "It is too large.", "TOO_LARGE"),
                        org.assertj.core.groups.Tuple.tuple(StatusCode.ERROR, "", "java.lang.IllegalStateException"));
    }

    @Test
    void aMessageThatIsNotSampledMakesNoSpanAndSaysSoToWhoeverGetsIt() {
        send("direct:outer", "x", NOT_KEPT);
        send("direct:outer", "x", null);
        send("direct:outer", "x", "nonsense");

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(atTheSink)
                .hasSize(3)
                .allSatisfy(header -> assertThat((String) header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
        assertThat((String) atTheSink.get(0)).contains(TRACE);
    }

    @Test
    void aTransactionHasALinkToEachMessageThatIsSampled() {
        JointWork.Attempt attempt = new JointSpans(none.tracer())
                .begin(
                        "database:telemetry",
                        List.of(
                                "00-00000000000000000000000000000001-0000000000000001-01",
                                "00-00000000000000000000000000000002-0000000000000002-00",
                                "nonsense",
                                "00-00000000000000000000000000000003-0000000000000003-01"));
        attempt.ended(4, null);

        SpanData span = named("transaction database:telemetry");
        assertThat(span.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly("0000000000000001", "0000000000000003");
        assertThat(span.getParentSpanId()).isEqualTo("0000000000000001");
        assertThat(span.getAttributes().get(AttributeKey.longKey("db.operation.batch.size")))
                .isEqualTo(4);
    }

    @Test
    void aTransactionOfMessagesThatAreNotSampledHasNoSpan() {
        new JointSpans(none.tracer())
                .begin("database:telemetry", List.of(NOT_KEPT))
                .ended(1, null);

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    private void failing(RuntimeException failure) {
        sink("sink").whenAnyExchangeReceived(exchange -> exchange.setException(failure));
        send("direct:inner", "x", KEPT);
    }

    private MockEndpoint sink(String name) {
        return camel.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    private Exchange send(String to, String body, @Nullable String traceparent) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        if (traceparent != null) {
            exchange.getMessage().setHeaders(new java.util.HashMap<>(Map.of("traceparent", traceparent)));
        }
        return camel.createProducerTemplate().send(to, exchange);
    }

    private String id(String span) {
        return named(span).getSpanId();
    }

    private SpanData named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
