package io.fieldgate.route.reload;

import io.fieldgate.message.Causes;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelSpringBootRoutesCollector;
import org.springframework.context.ApplicationContext;

/**
 * Leaves the files of {@code camel.main.routes-include-pattern} to {@link RouteReload}, which takes them one by one: to
 * Camel, a mistake in one is the end of all. What is on the class path is Camel's.
 */
final class FileRoutes extends CamelSpringBootRoutesCollector {
    private final RouteReload reload;

    FileRoutes(ApplicationContext application, boolean includeNonSingletons, RouteReload reload) {
        super(application, includeNonSingletons);
        this.reload = reload;
    }

    @Override
    public Collection<RoutesBuilder> collectRoutesFromDirectory(
            CamelContext camel, String excludePattern, String includePattern) {
        Map<Boolean, List<String>> patterns = Stream.ofNullable(includePattern)
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(String::strip)
                .collect(Collectors.partitioningBy(pattern -> pattern.startsWith("file:")));
        List<String> own = patterns.getOrDefault(true, List.of());
        String others = String.join(",", patterns.getOrDefault(false, List.of()));
        if (!own.isEmpty()) {
            reload.watch(
                    camel,
                    () -> own.stream()
                            .flatMap(pattern -> found(camel, excludePattern, pattern).stream())
                            .toList());
            try {
                camel.addStartupListener(new FirstReading(reload));
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return others.isEmpty() ? List.of() : super.collectRoutesFromDirectory(camel, excludePattern, others);
    }

    /** No files in a folder that is not there. */
    private Collection<Resource> found(CamelContext camel, String excludePattern, String pattern) {
        try {
            return findRouteResourcesFromDirectory(camel, excludePattern, pattern);
        } catch (RuntimeCamelException failed) {
            if (Causes.root(failed) instanceof NoSuchFileException) {
                return List.of();
            }
            throw failed;
        }
    }
}
