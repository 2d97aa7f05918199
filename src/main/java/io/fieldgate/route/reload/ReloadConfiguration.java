package io.fieldgate.route.reload;

import io.fieldgate.database.DatabaseComponent;
import io.fieldgate.database.Table;
import io.fieldgate.http.IngestComponent;
import io.fieldgate.notify.WebhooksProperties;
import io.fieldgate.route.lint.Finding;
import io.fieldgate.route.lint.Linter;
import io.fieldgate.route.lint.Severity;
import io.fieldgate.yaml.LiveFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
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

/** Files of routes and of the rest of the configuration, at the start and when they change. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadProperties.class)
public class ReloadConfiguration {
    @Bean
    ReloadJournal reloadJournal(ObjectProvider<MeterRegistry> registry) {
        return new ReloadJournal(new ReloadMeters(registry.getIfAvailable()));
    }

    @Bean
    RouteReload routeReload(
            DatabaseComponent database, WebhooksProperties webhooks, IngestComponent ingest, ReloadJournal journal) {
        return new RouteReload(files -> lint(database, webhooks, files), ingest::holdUnknownPaths, journal);
    }

    @Bean
    ConfigReload configReload(
            ObjectProvider<LiveFile> files,
            DatabaseComponent database,
            WebhooksProperties webhooks,
            ReloadJournal journal) {
        return new ConfigReload(
                files.orderedStream().toList(),
                file -> lint(database, webhooks, List.of(file)).findings().stream()
                        .filter(finding -> finding.code().severity() == Severity.ERROR)
                        .map(Finding::toString)
                        .toList(),
                journal);
    }

    private static Linter.Result lint(DatabaseComponent database, WebhooksProperties webhooks, List<Path> files) {
        Map<String, Set<String>> names = Map.of(
                "tables",
                database.tables().tables().stream().map(Table::name).collect(Collectors.toSet()),
                "webhooks",
                webhooks.webhooks().keySet());
        return new Linter(Path.of(""), Path::toString, names).lint(files);
    }

    @Bean
    RoutesCollector routesCollector(
            ApplicationContext application, CamelConfigurationProperties camel, RouteReload reload) {
        return new FileRoutes(application, camel.getMain().isIncludeNonSingletons(), reload);
    }

    @Bean
    @ConditionalOnProperty(name = "fieldgate.reload.enabled", matchIfMissing = true)
    RouteWatch routeWatch(RouteReload reload, ConfigReload configuration, ReloadProperties properties) {
        return new RouteWatch(reload, configuration, properties.interval());
    }

    /** Becomes the component {@code routeFiles}. */
    @Bean
    RouteFilesHealth routeFilesHealthIndicator(RouteReload reload) {
        return new RouteFilesHealth(reload);
    }
}
