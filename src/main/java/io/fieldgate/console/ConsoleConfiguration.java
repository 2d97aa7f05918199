package io.fieldgate.console;

import io.fieldgate.http.ApiDescription;
import io.fieldgate.http.ApiFilter;
import io.fieldgate.http.IngestComponent;
import io.fieldgate.http.Login;
import io.fieldgate.http.OidcLogin;
import io.fieldgate.mqtt.MqttProperties;
import io.fieldgate.notify.AlertDesk;
import io.fieldgate.observe.Masks;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.Tap;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.observe.live.Live;
import io.fieldgate.route.reload.ConfigReload;
import io.fieldgate.route.reload.RouteReload;
import io.fieldgate.topic.CommandDesk;
import io.fieldgate.topic.DeviceRecords;
import io.fieldgate.topic.KafkaProperties;
import io.fieldgate.topic.LetterDesk;
import io.fieldgate.topic.Replays;
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
    RunningGraph runningGraph(RouteReload reload) {
        return new RunningGraph(reload);
    }

    @Bean
    SessionApi sessionApi(ApiFilter access, Login login, OidcLogin oidc) {
        return new SessionApi(access, login, oidc);
    }

    @Bean
    ApiDescription sessionApiDescription() {
        return Permissions.described(ApiDescription.beside(SessionApi.class, "session.openapi.json"));
    }

    @Bean
    AlertsApi alertsApi(AlertDesk desk) {
        return new AlertsApi(desk);
    }

    @Bean
    ApiDescription alertsApiDescription() {
        return Permissions.described(ApiDescription.beside(AlertsApi.class, "alerts.openapi.json"));
    }

    @Bean
    ApiDescription routesApiDescription() {
        return Permissions.described(ApiDescription.beside(RoutesApi.class, "routes.openapi.json"));
    }

    @Bean
    DevicesApi devicesApi(DeviceRegistry devices) {
        return new DevicesApi(devices);
    }

    @Bean
    DeviceHistoryApi deviceHistoryApi(DeviceRegistry devices, DeviceRecords records, Masks masks) {
        return new DeviceHistoryApi(devices, records, masks);
    }

    @Bean
    CommandsApi commandsApi(
            RunningGraph graph, RouteBoard board, CommandDesk desk, DeviceRecords records, Masks masks) {
        return new CommandsApi(new CommandRoutes(graph, board), desk, records, masks);
    }

    @Bean
    ApiDescription devicesApiDescription() {
        return Permissions.described(ApiDescription.beside(DevicesApi.class, "devices.openapi.json"));
    }

    @Bean
    StreamApi streamApi(Live live, KafkaProperties kafka) {
        return new StreamApi(live, new LiveJson(kafka.gateway()));
    }

    @Bean
    HistoryApi historyApi(Live live) {
        return new HistoryApi(live);
    }

    @Bean
    ApiDescription liveApiDescription() {
        return Permissions.described(ApiDescription.beside(StreamApi.class, "live.openapi.json"));
    }

    @Bean
    ConfigApi configApi(RouteReload reload, ConfigReload configuration) {
        return new ConfigApi(reload, configuration);
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
    DeadLettersApi deadLettersApi(LetterDesk desk, Masks masks) {
        return new DeadLettersApi(desk, masks);
    }

    @Bean
    ApiDescription deadLettersApiDescription() {
        return Permissions.described(ApiDescription.beside(DeadLettersApi.class, "dead-letters.openapi.json"));
    }

    @Bean
    ReplaysApi replaysApi(Replays replays, RouteReload reload, Environment environment, Masks masks) {
        return new ReplaysApi(replays, reload, environment, masks);
    }

    @Bean
    ApiDescription replaysApiDescription() {
        return Permissions.described(ApiDescription.beside(ReplaysApi.class, "replays.openapi.json"));
    }

    @Bean
    GraphApi graphApi(RunningGraph graph, RouteBoard board, MqttProperties mqtt, IngestComponent ingest, Masks masks) {
        return new GraphApi(graph, board, mqtt, ingest, masks);
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
        return Permissions.described(ApiDescription.beside(GraphApi.class, "console.openapi.json"));
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
