package io.fieldgate.observe;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what looks at the routes. Camel takes the factories of route policies, and what intercepts, from Spring. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TapProperties.class)
public class ObserveConfiguration {
    @Bean
    Pulses pulses(ObjectProvider<MeterRegistry> meters) {
        return new Pulses(meters::getIfAvailable);
    }

    @Bean
    Masks masks(TapProperties properties) {
        return new Masks(properties.mask());
    }

    @Bean
    Tap tap(Masks masks) {
        return new Tap(masks);
    }

    @Bean
    RouteBoard routeBoard(CamelContext camel, Pulses pulses, MeterRegistry meters) {
        return new RouteBoard(camel, pulses, meters);
    }

    @Bean("routes")
    RoutesHealth routesHealth(RouteBoard board) {
        return new RoutesHealth(board, route -> true);
    }

    @Bean("sources")
    RoutesHealth sourcesHealth(RouteBoard board) {
        return new RoutesHealth(board, RouteView::isSource);
    }
}
