package io.fieldgate.console;

import io.fieldgate.http.ApiDescription;
import io.fieldgate.mqtt.MqttProperties;
import io.fieldgate.notify.AlertDesk;
import io.fieldgate.observe.Masks;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.Tap;
import io.fieldgate.route.reload.RouteReload;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires what is under {@code /api}; who may ask is decided before, by {@code io.fieldgate.http}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
public class ConsoleConfiguration {
    @Bean
    AlertsApi alertsApi(AlertDesk desk) {
        return new AlertsApi(desk);
    }

    @Bean
    ApiDescription alertsApiDescription() {
        return ApiDescription.beside(AlertsApi.class, "alerts.openapi.json");
    }

    @Bean
    ApiDescription routesApiDescription() {
        return ApiDescription.beside(RoutesApi.class, "routes.openapi.json");
    }

    @Bean
    ConfigApi configApi(RouteReload reload) {
        return new ConfigApi(reload);
    }

    @Bean
    RoutesApi routesApi(RouteBoard board) {
        return new RoutesApi(board);
    }

    @Bean
    TapApi tapApi(RouteBoard board, Tap tap) {
        return new TapApi(board, tap);
    }

    @Bean
    GraphApi graphApi(RouteReload reload, RouteBoard board, MqttProperties mqtt, Masks masks) {
        return new GraphApi(reload, board, mqtt, masks);
    }

    @Bean
    RouteSourceApi routeSourceApi(RouteReload reload, Masks masks) {
        return new RouteSourceApi(reload, masks);
    }

    @Bean
    DryRunApi dryRunApi(RouteReload reload, Environment environment, Masks masks) {
        return new DryRunApi(reload, environment, masks);
    }

    @Bean
    ApiDescription consoleApiDescription() {
        return ApiDescription.beside(GraphApi.class, "console.openapi.json");
    }

    @Bean
    FilterRegistrationBean<ConsolePages> consolePages() {
        FilterRegistrationBean<ConsolePages> filter = new FilterRegistrationBean<>(new ConsolePages());
        filter.addUrlPatterns(ConsolePages.PATHS);
        return filter;
    }

    @Bean
    ApiProblems apiProblems() {
        return new ApiProblems();
    }
}
