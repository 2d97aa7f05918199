package io.fieldgate.route.reload;

import io.fieldgate.database.Table;
import io.fieldgate.database.TablesProperties;
import io.fieldgate.http.IngestComponent;
import io.fieldgate.notify.WebhooksProperties;
import io.fieldgate.route.lint.Linter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.main.RoutesCollector;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Route files, at the start and when they change. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadProperties.class)
public class ReloadConfiguration {
    @Bean
    RouteReload routeReload(
            TablesProperties tables,
            WebhooksProperties webhooks,
            IngestComponent ingest,
            ObjectProvider<MeterRegistry> registry) {
        Map<String, Set<String>> names = Map.of(
                "tables",
                tables.tables().stream().map(Table::name).collect(Collectors.toSet()),
                "webhooks",
                webhooks.webhooks().keySet());
        return new RouteReload(
                files -> new Linter(Path.of(""), Path::toString, names).lint(files),
                ingest::holdUnknownPaths,
                new ReloadJournal(new ReloadMeters(registry.getIfAvailable())));
    }

    @Bean
    RoutesCollector routesCollector(
            ApplicationContext application, CamelConfigurationProperties camel, RouteReload reload) {
        return new FileRoutes(application, camel.getMain().isIncludeNonSingletons(), reload);
    }

    @Bean
    @ConditionalOnProperty(name = "fieldgate.reload.enabled", matchIfMissing = true)
    RouteWatch routeWatch(RouteReload reload, ReloadProperties properties) {
        return new RouteWatch(reload, properties.interval());
    }

    /** Becomes the component {@code routeFiles}. */
    @Bean
    RouteFilesHealth routeFilesHealthIndicator(RouteReload reload) {
        return new RouteFilesHealth(reload);
    }
}
