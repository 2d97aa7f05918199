package io.fieldgate.observe.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when spans are no longer taken, and once when they are again, and not each time in between. */
final class ToldExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    private final SpanExporter exporter;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();

    ToldExporter(SpanExporter exporter, String endpoint) {
        this.exporter = exporter;
        this.endpoint = withoutPath(endpoint);
    }

    /** A path may be a secret: some services tell their customers apart by it. */
    private static String withoutPath(String endpoint) {
        return endpoint.replaceFirst("^(\\w+://)(?:[^/?#]*@)?([^/?#]*).*$", "$1$2");
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exported(spans);
        result.whenComplete(() -> told(result));
        return result;
    }

    /** OpenTelemetry's thread would only log what is thrown, with each batch. */
    private CompletableResultCode exported(Collection<SpanData> spans) {
        try {
            return exporter.export(spans);
        } catch (RuntimeException refused) {
            return CompletableResultCode.ofExceptionalFailure(refused);
        }
    }

    private void told(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (away.compareAndSet(true, false)) {
                LOG.info("Traces are taken at {} again.", endpoint);
            }
        } else if (away.compareAndSet(false, true)) {
            LOG.warn(
                    "Traces are not taken at {}: {}. No message is concerned, spans are missing until it is there.",
                    endpoint,
                    reason(result.getFailureThrowable()));
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null) {
            return "it gives no reason";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
