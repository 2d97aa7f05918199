package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void standInForTheComponents() {
        for (String scheme : List.of("mqtt", "topic", "database")) {
            camel.addComponent(scheme, new StubComponent());
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void showsWhereTheShippedRoutesComeFromAndGo() throws Exception {
        load("classpath:route-templates/mqtt-to-topic.camel.yaml");
        load("classpath:route-templates/topic-to-database.camel.yaml");
        load(file("routes/plant-telemetry.camel.yaml"));
        load(file("routes/telemetry-to-database.camel.yaml"));
        load(file("examples/routes/hot-readings.camel.yaml"));
        camel.start();

        assertThat(RouteTable.rows(camel))
                .containsExactlyInAnyOrder(
                        List.of("plant-telemetry", "mqtt:plant/{site}/{device}/telemetry", "topic:telemetry"),
                        List.of("telemetry-to-database", "topic:telemetry", "database:telemetry"),
                        List.of("hot-readings", "topic:telemetry", "topic:telemetry-hot"));
    }

    @Test
    void showsEveryBranchAndEveryReceiverOnce() throws Exception {
        assertThat(targets(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("topic:in")
                                .routeId("branches")
                                .to("log:not-the-last")
                                .choice()
                                .when(simple("${header.a}"))
                                .to("topic:a")
                                .when(simple("${header.b}"))
                                .multicast()
                                .to("topic:a", "database:b")
                                .endChoice()
                                .otherwise()
                                .toD("topic:${header.name}?key=x");
                    }
                }))
                .isEqualTo("topic:a, database:b, topic:${header.name}");
    }

    @Test
    void looksPastStepsThatSendNothing() throws Exception {
        assertThat(targets(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("topic:in")
                                .routeId("tail")
                                .to("topic:out")
                                .setHeader("seen", constant(true))
                                .log("done");
                    }
                }))
                .isEqualTo("topic:out");
    }

    @Test
    void leavesTheCellOfARouteThatSendsNothingEmpty() throws Exception {
        assertThat(targets(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("topic:in").routeId("sink").log("done");
                    }
                }))
                .isEmpty();
    }

    @Test
    void replacesPlaceholdersOfTheConfiguration() throws Exception {
        camel.getPropertiesComponent().addInitialProperty("plant.topic", "north");

        assertThat(targets(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("topic:in").routeId("configured").to("topic:{{plant.topic}}");
                    }
                }))
                .isEqualTo("topic:north");
    }

    private String targets(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
        camel.start();
        return RouteTable.rows(camel).get(0).get(2);
    }

    private static String file(String path) {
        return "file:" + Path.of(path).toAbsolutePath();
    }

    private void load(String location) throws Exception {
        Resource resource = ResourceHelper.resolveMandatoryResource(camel, location);
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
    }
}
