package io.fieldgate.command;

import io.fieldgate.route.lint.TemplateDescription;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the templates with their parameters. */
@Command(
        name = "templates",
        mixinStandardHelpOptions = true,
        description = "Lists the route templates, shipped ones and those in routes/, with their parameters.")
public final class TemplatesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (TemplateDescription template : TemplateDescription.all(Path.of(""))) {
            out.println(template.name());
            out.println("  " + template.description());
            for (TemplateDescription.Parameter parameter : template.parameters()) {
                String otherwise = parameter.defaultValue();
                String need = parameter.required() ? "needed" : otherwise == null ? "optional" : "default " + otherwise;
                out.println("    " + parameter.name() + " (" + need + ")  " + parameter.description());
            }
            out.println();
        }
        out.flush();
        return 0;
    }
}
