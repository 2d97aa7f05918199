package io.fieldgate.http;

import io.fieldgate.lane.HealthCause;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Down while requests are answered with 503 because records wait, and while keys of requests cannot be kept. */
final class IngestHealthCheck extends AbstractHealthCheck {
    private final String path;
    private final Supplier<@Nullable Throwable> trouble;
    private final IngestComponent component;

    IngestHealthCheck(String route, String path, Supplier<@Nullable Throwable> trouble, IngestComponent component) {
        super("fieldgate", "ingest-" + route);
        this.path = path;
        this.trouble = trouble;
        this.component = component;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("path", path);
        builder.detail("recordsOnTheirWay", component.room().records());
        Throwable cause = trouble.get();
        String disk = component.journalTrouble();
        if (cause != null) {
            HealthCause.down(builder, cause);
        } else if (disk != null) {
            builder.message(disk).detail("cause", disk).down();
        } else {
            builder.up();
        }
    }
}
