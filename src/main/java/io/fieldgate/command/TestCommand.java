package io.fieldgate.command;

import io.fieldgate.route.trial.JUnitReport;
import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.RouteTests;
import io.fieldgate.route.trial.RouteTests.Result;
import io.fieldgate.route.trial.RouteTests.Tested;
import io.fieldgate.route.trial.TestFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests beside routes and alert rules. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the tests of routes (routes/x.test.yaml beside routes/x.camel.yaml) and of alert rules"
                    + " (config/alerts.test.yaml).",
            "The routes are the real ones, their ends are replaced: nothing is sent, and neither Kafka nor a network is"
                    + " needed. The exit code is 0 when all is well, 1 when a test fails, 2 when a file is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate test                              all below routes/ and config/",
            "  ./fieldgate test routes/plant-telemetry.camel.yaml",
            "  ./fieldgate test --filter 'dead letter'       those with this in their name",
            "  ./fieldgate test routes --junit target/routes.xml   for a build server",
            "How tests are written: docs/route-tests.md"
        })
public final class TestCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Folders, test files, or files that have tests beside them (routes config).")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--filter", paramLabel = "NAME", description = "Only tests whose name contains this.")
    private @Nullable String filter;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as JUnit XML too.")
    private @Nullable Path junit;

    @Override
    public Integer call() throws Exception {
        long begun = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<Tested> all = QuietLog.during(() -> run(out));
            if (junit != null) {
                JUnitReport.write(CalledFrom.meant(junit), all);
            }
            return sum(out, all, (System.nanoTime() - begun) / 1e9);
        } catch (Mistake | IOException wrong) {
            out.println(" x " + wrong.getMessage());
            return WRONG;
        }
    }

    private List<Tested> run(PrintWriter out) throws IOException {
        RouteTests tests = new RouteTests(Path.of("config", "alerts.yaml"), filter);
        List<Tested> all = new ArrayList<>();
        for (Path file : TestFiles.in(wanted())) {
            Tested tested = tests.run(file);
            all.add(tested);
            show(out, tested);
        }
        return all;
    }

    private List<Path> wanted() {
        return paths.isEmpty()
                ? Stream.of(Path.of("routes"), Path.of("config"))
                        .filter(Files::exists)
                        .toList()
                : paths.stream().map(CalledFrom::meant).toList();
    }

    private static void show(PrintWriter out, Tested tested) {
        tested.mistakes().forEach(mistake -> out.println(" x " + mistake));
        for (Result result : tested.results()) {
            TestLines.print(out, tested.file() + ":" + result.line(), result.name(), result.differences());
        }
        out.flush();
    }

    private int sum(PrintWriter out, List<Tested> all, double seconds) {
        List<Result> results =
                all.stream().flatMap(tested -> tested.results().stream()).toList();
        long failed = results.stream().filter(result -> !result.passed()).count();
        int mistakes = all.stream().mapToInt(tested -> tested.mistakes().size()).sum();
        out.println(String.format(
                Locale.ROOT,
                "%d files, %d tests, %d failed, %.1f s%s",
                all.size(),
                results.size(),
                failed,
                seconds,
                mistakes == 0 ? "" : ", " + mistakes + " mistakes in files"));
        if (mistakes > 0) {
            return WRONG;
        }
        if (results.isEmpty()) {
            out.println(" x no test was found" + (filter == null ? "" : " with '" + filter + "' in its name"));
            return WRONG;
        }
        return failed == 0 ? 0 : FAILED;
    }
}
