package io.fieldgate.bench;

import io.fieldgate.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The gateway on the class path of the benchmark, with all that observes messages as it is by default, or with nothing of it:
 * no meter, no registry of devices, nothing around steps and routes. {@code ObservedGateway MQTT CLIENT BOOTSTRAP TOPIC
 * ROUTES OBSERVED}.
 */
final class ObservedGateway {
    private ObservedGateway() {}

    static Part start(Workbench workbench, Target target, boolean observed) throws IOException {
        Path routes = FieldgateRun.routes(workbench, target);
        String[] arguments = Stream.concat(
                        Arrays.stream(target.toArguments()), Stream.of(routes.toString(), String.valueOf(observed)))
                .toArray(String[]::new);
        return workbench.java(observed ? "observed" : "unobserved", workbench.jvm(), ObservedGateway.class, arguments);
    }

    public static void main(String[] arguments) throws IOException {
        Target target = Target.of(arguments);
        List<String> settings = new ArrayList<>(List.of(
                "--fieldgate.mqtt.url=" + target.mqtt(),
                "--fieldgate.mqtt.client-id=" + target.clientId(),
                "--fieldgate.kafka.bootstrap-servers=" + target.bootstrapServers(),
                "--fieldgate.alerts.enabled=false",
                "--camel.main.routes-include-pattern=classpath:route-templates/*.camel.yaml,file:" + arguments[4],
                "--server.port=0",
                "--management.server.port=0"));
        boolean observed = Boolean.parseBoolean(arguments[5]);
        if (!observed) {
            settings.add("--fieldgate.devices.enabled=false");
            settings.add("--management.metrics.enable.all=false");
        }
        Class<?>[] sources = observed ? new Class<?>[] {Gateway.class} : new Class<?>[] {Gateway.class, Blind.class};
        CamelContext camel = new SpringApplication(sources)
                .run(settings.toArray(String[]::new))
                .getBean(CamelContext.class);
        if (isObserved(camel) != observed) {
            throw new IllegalStateException("what looks at messages is not as it should be: observed is " + observed);
        }
        Parent.serve(target.topic());
    }

    private static boolean isObserved(CamelContext camel) {
        return camel.getCamelContextExtension().getInterceptStrategies().stream()
                        .anyMatch(ObservedGateway::observes)
                || camel.getRoutes().stream()
                        .flatMap(route -> route.getRoutePolicyList().stream())
                        .anyMatch(ObservedGateway::observes);
    }

    /** Other policies start routes, which somebody has to. */
    private static boolean observes(Object thing) {
        return thing.getClass().getName().startsWith("io.fieldgate.observe.");
    }

    /** Takes away what stands around steps and routes, before there are any. */
    @Configuration(proxyBeanMethods = false)
    static class Blind {
        @Bean
        CamelContextConfiguration blind() {
            return new CamelContextConfiguration() {
                @Override
                public void beforeApplicationStart(CamelContext camel) {
                    camel.getCamelContextExtension().getInterceptStrategies().removeIf(ObservedGateway::observes);
                    camel.getRoutePolicyFactories().removeIf(ObservedGateway::observes);
                }

                @Override
                public void afterApplicationStart(CamelContext camel) {
                    // The routes come later.
                }
            };
        }
    }
}
