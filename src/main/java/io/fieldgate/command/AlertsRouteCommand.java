package io.fieldgate.command;

import io.fieldgate.notify.RouteTrial;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows whom an alert would reach. */
@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which receivers an alert with these labels would reach by the routes of config/receivers.yaml, and when"
                    + " they are told. A rule with 'notify' goes to those instead.",
            "The exit code is 0, or 1 when nobody would be told, or 2 when the file is wrong or not there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate alerts route alertname=too-hot device=oven-1 severity=critical",
            "  ./fieldgate alerts route severity=warning area=north"
        })
public final class AlertsRouteCommand implements Callable<Integer> {
    private static final int NOBODY = 1;
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "LABEL=VALUE",
            description = "Labels of the alert; alertname is its rule; device, severity and topic are labels too.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--receivers", paramLabel = "FILE", description = "The receivers (config/receivers.yaml).")
    private @Nullable Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path receivers = file == null ? Path.of("config", "receivers.yaml") : CalledFrom.meant(file);
        // Without the file of the project a gateway writes into its log; one that is named was meant to be there.
        if (file != null && Files.notExists(receivers)) {
            out.println(" x " + receivers + " does not exist");
            return WRONG;
        }
        RouteTrial trial = new RouteTrial(receivers);
        trial.problems().forEach(problem -> out.println(" x " + problem));
        if (!trial.problems().isEmpty()) {
            return WRONG;
        }
        Collection<String> lines = trial.lines(labels);
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("Nobody would be told.");
            return NOBODY;
        }
        return 0;
    }
}
