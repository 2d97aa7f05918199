package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.DeadLetterQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TopicConfigurationIT {
    private final ApplicationContextRunner spring = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
            .withUserConfiguration(TopicConfiguration.class)
            .withPropertyValues("fieldgate.kafka.bootstrap-servers=127.0.0.1:1", "fieldgate.topics[0].name=telemetry");

    @Test
    void routesStartWithKafkaDownAndHealthSaysSo() {
        spring.run(context -> {
            CamelContext camel = context.getBean(CamelContext.class);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("topic:telemetry?consumers=2").routeId("copy").to("topic:copies?key=${header.site}");
                }
            });

            assertThat(camel.getRouteController().getRouteStatus("copy").isStarted())
                    .isTrue();
            assertThat(camel.getComponent("topic")).isSameAs(context.getBean(TopicComponent.class));
            assertThat(camel.getRegistry().findSingleByType(DeadLetterQueue.class))
                    .isSameAs(context.getBean(DeadLetters.class));
            assertThat(context.getBean(KafkaHealthCheck.class).call().getState())
                    .hasToString("DOWN");
        });
    }
}
