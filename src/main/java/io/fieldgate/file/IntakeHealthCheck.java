package io.fieldgate.file;

import io.fieldgate.lane.HealthCause;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Down while a record waits, while a folder or file cannot be read, and while nothing moves although something is on its way. */
final class IntakeHealthCheck extends AbstractHealthCheck {
    private static final int STALLED_SECONDS = 30;

    private final String path;
    private final Supplier<Progress> progress;
    private final Supplier<@Nullable Throwable> trouble;
    private final LongSupplier oldest;

    /** @param oldest since when the oldest record is on its way, in milliseconds since 1970; 0 when there is none */
    IntakeHealthCheck(
            String route,
            String path,
            Supplier<Progress> progress,
            Supplier<@Nullable Throwable> trouble,
            LongSupplier oldest) {
        super("fieldgate", "intake-" + route);
        this.path = path;
        this.progress = progress;
        this.trouble = trouble;
        this.oldest = oldest;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("path", path);
        Progress now = progress.get();
        if (!now.file().isEmpty()) {
            builder.detail("file", now.file());
            builder.detail("progress", now.text());
        }
        long since = oldest.getAsLong();
        double seconds = since == 0 ? 0 : (System.currentTimeMillis() - since) / 1000.0;
        builder.detail("oldestUnacknowledgedSeconds", seconds);
        Throwable cause = trouble.get();
        if (cause != null) {
            HealthCause.down(builder, cause);
        } else if (seconds > STALLED_SECONDS) {
            builder.message("A record has been on its way for " + Math.round(seconds) + " s")
                    .down();
        } else {
            builder.up();
        }
    }
}
