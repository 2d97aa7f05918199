package io.fieldgate.console;

import io.fieldgate.route.lint.RouteGraph;
import io.fieldgate.route.reload.RouteReload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The ways of messages, as the files say it whose routes run. Files are not read more often, however many ask. Any thread. */
final class RunningGraph {
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    private final RouteReload reload;
    private @Nullable RouteGraph kept;
    private long keptSince;

    RunningGraph(RouteReload reload) {
        this.reload = reload;
    }

    synchronized RouteGraph now() throws IOException {
        RouteGraph known = kept;
        if (known == null || System.nanoTime() - keptSince >= KEPT_NANOS) {
            known = RouteGraph.of(Path.of(""), reload.filesInEffect());
            kept = known;
            keptSince = System.nanoTime();
        }
        return known;
    }
}
