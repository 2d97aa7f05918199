package io.fieldgate.route;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.SupervisingRouteController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Camel treats the integrators' routes. */
@Configuration(proxyBeanMethods = false)
public class RouteConfiguration {
    private static final long FIRST_RESTART_MILLIS = 1_000;
    private static final long LONGEST_RESTART_MILLIS = 30_000;

    /**
     * A route that cannot start, because a stock endpoint's server is away, is started again and again while the others
     * run. (The property camel.routecontroller.enabled has no effect with this version of Camel on Spring Boot.)
     */
    @Bean
    CamelContextCustomizer supervision() {
        return context -> {
            SupervisingRouteController controller = context.getRouteController().supervising();
            controller.setBackOffDelay(FIRST_RESTART_MILLIS);
            controller.setBackOffMaxDelay(LONGEST_RESTART_MILLIS);
            controller.setBackOffMultiplier(2);
        };
    }

    /**
     * Failures come back to the source of the route, which sorts and reports them: once, not with a stack trace and a
     * message history for each message.
     */
    @Bean
    CamelContextCustomizer quietErrorHandler() {
        return RouteConfiguration::bringFailuresBack;
    }

    /** Makes routes without an error handler of their own give their failures back to their source. */
    public static void bringFailuresBack(CamelContext context) {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel(LoggingLevel.OFF.name());
        handler.setRedeliveryPolicy(
                new RedeliveryPolicyDefinition().maximumRedeliveries(0).logExhaustedMessageHistory(false));
        context.getCamelContextExtension().setErrorHandlerFactory(handler);
    }
}
