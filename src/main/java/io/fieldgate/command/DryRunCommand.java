package io.fieldgate.command;

import io.fieldgate.route.trial.DryRun;
import io.fieldgate.route.trial.DryRun.Sample;
import io.fieldgate.route.trial.Mistake;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a sample on its way through a route. */
@Command(
        name = "dry-run",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a sample becomes with each step of a route, and what would be written where. Nothing is sent.",
            "The exit code is 0 when the route took the sample, whatever became of it, 2 when it could not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate dry-run plant-telemetry --topic plant/north/oven-07/telemetry --in sample.json",
            "  ./fieldgate dry-run http-telemetry --path /v1/telemetry/oven-07 --header Content-Type=text/csv --in sample.csv",
            "  ./fieldgate dry-run telemetry-to-database --key oven-07 --header fg.site=north --in sample.json",
            "  ./fieldgate dry-run examples/routes/hot-readings.camel.yaml --key oven-07 --in sample.json"
        })
public final class DryRunCommand implements Callable<Integer> {
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "ROUTE", description = "Id of the route, or its file when that holds only one.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String route;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description = "The sample: a payload, a body, a file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path in;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "MQTT topic that it was published to.")
    private @Nullable String topic;

    @Option(names = "--path", paramLabel = "PATH", description = "Path of the request, or of the file below its root.")
    private @Nullable String path;

    @Option(names = "--key", paramLabel = "KEY", description = "Key of the Kafka record.")
    private @Nullable String key;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "Header of the record or request, or property of the MQTT message (mqtt.user.NAME=VALUE).")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--routes", paramLabel = "FOLDER", description = "Where to look for the route (routes).")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Sample sample = new Sample(Files.readAllBytes(CalledFrom.meant(in)), topic, path, key, headers);
            String named =
                    route.endsWith(".yaml") ? CalledFrom.meant(Path.of(route)).toString() : route;
            Path where = folder == null ? Path.of("routes") : CalledFrom.meant(folder);
            QuietLog.during(() -> DryRun.of(named, where, sample)).lines().forEach(out::println);
            return 0;
        } catch (Mistake wrong) {
            out.println(" x " + wrong.getMessage());
        } catch (IOException unreadable) {
            out.println(" x " + in + " cannot be read (" + unreadable + ")");
        }
        return WRONG;
    }
}
