package io.fieldgate.command;

import io.fieldgate.route.lint.RouteGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the way of the messages. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Draws which way messages take, by the files in routes/ and config/; nothing is started.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate graph                                    for a Markdown page",
            "  ./fieldgate graph --format svg > way.svg             for a browser",
            "  ./fieldgate graph --format dot | dot -Tpng > way.png  by Graphviz"
        })
public final class GraphCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "mermaid",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RouteGraph.Format format;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(RouteGraph.of(Path.of("")).text(format));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
