package io.fieldgate.command;

import io.fieldgate.route.lint.Linter;
import io.fieldgate.route.lint.Report;
import io.fieldgate.route.lint.Severity;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds mistakes in routes and configuration, without starting anything. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Finds every mistake in route files and configuration at once, without starting anything or asking the network.",
            "The exit code is 0 when nothing is wrong, 1 when there are errors (with --deny-warnings also for warnings), 2 when"
                    + " the command itself is. docs/lint.md explains each code and how to silence it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate lint                       routes/ and config/",
            "  ./fieldgate lint examples README.md    a folder, and the YAML of a page",
            "  ./fieldgate lint --format github --deny-warnings"
        })
public final class LintCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Files, and folders with *.yaml and *.md (routes and config).")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Report format;

    @Option(names = "--deny-warnings", description = "Warnings are as bad as errors.")
    private boolean denyWarnings;

    @Override
    public Integer call() {
        Linter.Result result = result();
        PrintWriter out = spec.commandLine().getOut();
        boolean coloured = format == Report.TEXT && isColoured();
        format.lines(result).forEach(line -> out.println(coloured ? coloured(line) : line));
        out.flush();
        boolean bad = result.count(Severity.ERROR) > 0 || (denyWarnings && result.count(Severity.WARNING) > 0);
        return bad ? FOUND : 0;
    }

    private Linter.Result result() {
        List<Path> wanted = wanted();
        try {
            return new Linter(Path.of(""), this::shown).lint(wanted);
        } catch (UncheckedIOException unreadable) {
            throw new CommandFailure(WRONG, "cannot be read: " + unreadable.getMessage());
        }
    }

    private List<Path> wanted() {
        if (paths.isEmpty()) {
            return Stream.of(Path.of("routes"), Path.of("config"))
                    .filter(Files::exists)
                    .toList();
        }
        for (Path path : paths) {
            if (!Files.exists(CalledFrom.meant(path))) {
                throw new ParameterException(spec.commandLine(), path + " does not exist.");
            }
        }
        return paths.stream().map(CalledFrom::meant).toList();
    }

    /** As it was named. */
    private String shown(Path file) {
        String from = System.getenv("CALLED_FROM");
        boolean relative = paths.stream().noneMatch(Path::isAbsolute);
        boolean below = from != null && file.isAbsolute() && file.startsWith(from);
        return (relative && below ? Path.of(from).relativize(file) : file).toString();
    }

    private static boolean isColoured() {
        return CalledFrom.isTerminal() && System.getenv("NO_COLOR") == null;
    }

    /** The words error and warning, which the eye looks for. */
    static String coloured(String line) {
        return line.replaceFirst(": error (FG\\d+)", ": \u001B[31merror $1\u001B[0m")
                .replaceFirst(": warning (FG\\d+)", ": \u001B[33mwarning $1\u001B[0m");
    }
}
