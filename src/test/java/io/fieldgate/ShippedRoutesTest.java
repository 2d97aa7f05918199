package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.topic.TopicEndpoint;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.apache.camel.test.spring.junit5.UseAdviceWith;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The routes of routes/ and their templates in the gateway's own context, without a broker: their ends are replaced. */
@CamelSpringBootTest
@SpringBootTest(
        classes = Gateway.class,
        webEnvironment = WebEnvironment.NONE,
        // Nobody is there, whatever runs on this machine.
        properties = {
            "fieldgate.kafka.bootstrap-servers=127.0.0.1:1",
            "fieldgate.mqtt.url=tcp://127.0.0.1:1",
            "fieldgate.alerts.enabled=false",
            // Routes of files are added when the context runs, too late for their sources to be replaced.
            "camel.main.routes-include-pattern=classpath:route-templates/*.camel.yaml",
            "fieldgate.database.url=jdbc:h2:mem:shipped-routes"
        })
@UseAdviceWith
@MockEndpointsAndSkip("(topic|database):.*")
class ShippedRoutesTest {
    private static final byte[] READING = "{\"temperature\":21.5}".getBytes(UTF_8);

    private final CamelContext camel;
    private final ProducerTemplate producer;

    ShippedRoutesTest(@Autowired CamelContext camel, @Autowired ProducerTemplate producer) {
        this.camel = camel;
        this.producer = producer;
    }

    @BeforeEach
    void startWithOtherSources() throws Exception {
        if (!camel.isStarted()) {
            for (RoutesBuilder file : PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(PluginHelper.getPackageScanResourceResolver(camel)
                            .findResources("file:routes/*.camel.yaml"))) {
                camel.addRoutes(file);
                camel.addTemplatedRoutes(file);
            }
            AdviceWith.adviceWith(camel, "plant-telemetry", route -> route.replaceFromWith("direct:device"));
            AdviceWith.adviceWith(camel, "telemetry-files", route -> route.replaceFromWith("direct:file"));
            AdviceWith.adviceWith(camel, "http-telemetry", route -> route.replaceFromWith("direct:request"));
            AdviceWith.adviceWith(camel, "telemetry-to-database", route -> route.replaceFromWith("direct:record"));
            camel.start();
        }
        MockEndpoint.resetMocks(camel);
    }

    @Test
    void aReadingOfThePlantGoesToItsTopicKeyedByItsDeviceWithItsCaptures() throws Exception {
        MockEndpoint topic = camel.getEndpoint("mock:topic:telemetry", MockEndpoint.class);
        topic.expectedBodiesReceived(READING);
        topic.expectedHeaderReceived("site", "north");
        topic.expectedHeaderReceived("device", "oven-07");

        producer.send("direct:device", exchange -> {
            exchange.getMessage().setBody(READING);
            exchange.getMessage().setHeader("site", "north");
            exchange.getMessage().setHeader("device", "oven-07");
        });

        topic.assertIsSatisfied();
        assertThat(key(topic.getExchanges().get(0))).isEqualTo("oven-07");
    }

    @Test
    void aRecordOfTheTopicGoesToItsTable() throws Exception {
        MockEndpoint table = camel.getEndpoint("mock:database:telemetry", MockEndpoint.class);
        table.expectedBodiesReceived(READING);
        MockEndpoint topic = camel.getEndpoint("mock:topic:telemetry", MockEndpoint.class);
        topic.expectedMessageCount(0);

        producer.sendBody("direct:record", READING);

        MockEndpoint.assertIsSatisfied(table, topic);
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt-to-topic, filter, topic, telemetry",
        "mqtt-to-topic, topic, filter, plant/{device}",
        "file-to-topic, path, topic, telemetry",
        "file-to-topic, topic, path, telemetry",
        "http-to-topic, path, topic, telemetry",
        "http-to-topic, topic, path, /v1/telemetry",
        "topic-to-database, topic, table, telemetry",
        "topic-to-database, table, topic, telemetry",
        "topic-to-topic, topic, to, copies",
        "topic-to-topic, to, topic, telemetry"
    })
    void aTemplateNamesItselfAndTheParameterThatItMisses(String template, String missing, String other, String value) {
        TemplatedRouteBuilder route =
                TemplatedRouteBuilder.builder(camel, template).parameter(other, value);

        assertThatThrownBy(route::add)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Route template " + template + " the following mandatory parameters must be provided: "
                        + missing);
    }

    /** What the sink of the route would take for the key of this message. */
    private String key(Exchange exchange) {
        TopicEndpoint sink = camel.getEndpoints().stream()
                .filter(TopicEndpoint.class::isInstance)
                .map(TopicEndpoint.class::cast)
                .filter(endpoint -> endpoint.getName().equals("telemetry") && endpoint.getKey() != null)
                .findFirst()
                .orElseThrow();
        return camel.resolveLanguage("simple")
                .createExpression(String.valueOf(sink.getKey()))
                .evaluate(exchange, String.class);
    }
}
