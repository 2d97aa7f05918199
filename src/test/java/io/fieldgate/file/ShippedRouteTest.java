package io.fieldgate.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.Gateway;
import io.fieldgate.lane.LaneConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The shipped route from files in the gateway's own context, without a broker. */
@SpringBootTest(
        classes = Gateway.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "fieldgate.kafka.bootstrap-servers=127.0.0.1:1",
            "fieldgate.intake.root=target/shipped-route/in",
            "fieldgate.intake.checkpoints=target/shipped-route/checkpoints",
            "camel.main.routes-include-pattern=classpath:route-templates/*.camel.yaml,file:routes/drop-folder.camel.yaml"
        })
class ShippedRouteTest {
    @Test
    void leadsStraightToItsTopicSoThatLinesGoInBatches(@Autowired CamelContext camel) {
        Route route = camel.getRoute("telemetry-files");

        assertThat(((LaneConsumer) route.getConsumer()).straightTo())
                .as(
                        "policies %s, interceptors %s and %s, error handler %s",
                        route.getRoutePolicyList(),
                        route.getInterceptStrategies(),
                        camel.getCamelContextExtension().getInterceptStrategies(),
                        ((Channel) route.getEventDrivenProcessors().get(0)).getErrorHandler())
                .isNotNull();
    }
}
