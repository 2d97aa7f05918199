package io.fieldgate.command;

import io.fieldgate.route.trial.RouteTemplates;
import io.fieldgate.route.trial.RouteTemplates.Parameter;
import io.fieldgate.route.trial.RouteTemplates.RouteTemplate;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the route templates. */
@Command(
        name = "templates",
        mixinStandardHelpOptions = true,
        description = "Lists the route templates and their parameters; those with * must be set.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./fieldgate templates", "  ./fieldgate new mqtt-to-topic    a route of one of them"})
public final class TemplatesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (RouteTemplate template : RouteTemplates.all()) {
            out.println(String.format(Locale.ROOT, "%-18s %s", template.id(), template.description()));
            for (Parameter parameter : template.parameters()) {
                out.println(String.format(
                        Locale.ROOT,
                        "  %s %-14s %s%s",
                        parameter.required() ? "*" : " ",
                        parameter.name(),
                        parameter.description(),
                        parameter.defaultValue() == null ? "" : " (" + parameter.defaultValue() + ")"));
            }
        }
    }
}
