package io.fieldgate.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ToldExporterTest {
    private Supplier<CompletableResultCode> next = CompletableResultCode::ofSuccess;
    private final ToldExporter exporter = new ToldExporter(
            new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    return next.get();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            },
            "http://user:secret@collector:4318/customer-4711/v1/traces?token=secret");

    @Test
    void saysOnceThatSpansAreNotTakenAndOnceThatTheyAreAgain(CapturedOutput output) {
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofExceptionalFailure(new ConnectException("Connection refused")));
        export(CompletableResultCode.ofFailure());
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofSuccess());

        assertThat(output.getOut().lines().filter(line -> line.contains("Traces are")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "WARN",
                                        "not taken at http://collector:4318: Connection refused. No message is"
                                                + " concerned"),
                        line -> assertThat(line).contains("INFO", "taken at http://collector:4318 again"));
    }

    @Test
    void saysSoWhenTheExporterThrows(CapturedOutput output) {
        next = () -> {
            throw new IllegalStateException("closed");
        };

        CompletableResultCode result = exporter.export(List.of());

        assertThat(result.isSuccess()).isFalse();
        assertThat(output.getOut()).contains("not taken at http://collector:4318: closed. No message is");
    }

    private void export(CompletableResultCode result) {
        next = () -> result;
        exporter.export(List.of());
    }
}
