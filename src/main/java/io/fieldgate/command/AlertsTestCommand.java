package io.fieldgate.command;

import io.fieldgate.alert.AlertRules;
import io.fieldgate.alert.RuleTests;
import io.fieldgate.alert.RuleTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries rules without Kafka: on a file of readings, or by the tests that stand beside them. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Without a rule: checks the rules and runs the tests beside them (config/alerts.test.yaml).",
            "With one: shows what it would say about the readings of a file. The exit code is 0 when all is well, 1 when a"
                    + " test fails, 2 when a file is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate alerts test",
            "  ./fieldgate alerts test press-shakes --in sample.ndjson",
            "  kcat -b localhost:9092 -t telemetry -o -1000 -e -J > sample.ndjson    a sample from a topic"
        })
public final class AlertsTestCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "The rule to try.")
    private @Nullable String rule;

    @Option(
            names = "--in",
            paramLabel = "FILE",
            description = "Readings, one JSON object a line: payloads, or records as kcat -J prints them.")
    private @Nullable Path in;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "The rules (config/alerts.yaml). Their tests are in the file that ends in .test.yaml instead.")
    private @Nullable Path rulesFile;

    @Option(
            names = "--key",
            paramLabel = "POINTER",
            defaultValue = "/device",
            description = "Where a payload holds its device (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String key;

    @Option(
            names = "--timestamp",
            paramLabel = "POINTER",
            defaultValue = "/ts",
            description = "Where a payload holds its time (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String timestamp;

    @Option(
            names = "--longer",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "How long time goes on after the last reading (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String longer;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path file = rulesFile == null ? Path.of("config", "alerts.yaml") : CalledFrom.meant(rulesFile);
        AlertRules rules = AlertRules.read(file);
        rules.problems().forEach(problem -> out.println(" x " + problem));
        if (rule != null) {
            return trial(out, rules, rule);
        }
        if (in != null) {
            throw new ParameterException(spec.commandLine(), "--in needs the name of a rule.");
        }
        int code = tests(out, rules, file);
        return rules.problems().isEmpty() ? code : WRONG;
    }

    private int trial(PrintWriter out, AlertRules rules, String name) throws IOException {
        if (in == null) {
            throw new ParameterException(spec.commandLine(), "A rule is tried on readings: --in FILE.");
        }
        try {
            RuleTrial.of(rules, name, CalledFrom.meant(in), key, timestamp, goesOn())
                    .lines()
                    .forEach(out::println);
            return 0;
        } catch (IllegalArgumentException wrong) {
            out.println(" x " + wrong.getMessage());
        } catch (IOException unreadable) {
            out.println(" x " + in + " cannot be read (" + unreadable + ")");
        }
        return WRONG;
    }

    private int tests(PrintWriter out, AlertRules rules, Path file) throws IOException {
        RuleTests tests = RuleTests.run(
                rules, file.resolveSibling(file.getFileName().toString().replaceFirst("\\.ya?ml$", ".test.yaml")));
        tests.problems().forEach(problem -> out.println(" x " + problem));
        for (RuleTests.Result result : tests.results()) {
            List<String> differences = result.passed() ? List.of() : List.of(String.valueOf(result.difference()));
            TestLines.print(out, result.file() + ":" + result.line(), result.name(), differences);
        }
        List<RuleTests.Result> failed =
                tests.results().stream().filter(result -> !result.passed()).toList();
        out.println(
                rules.names().size() + " rules, " + tests.results().size() + " tests, " + failed.size() + " failed");
        if (!tests.problems().isEmpty()) {
            return WRONG;
        }
        return failed.isEmpty() ? 0 : FAILED;
    }

    private Duration goesOn() {
        try {
            return DurationStyle.detectAndParse(longer);
        } catch (IllegalArgumentException notADuration) {
            throw new ParameterException(
                    spec.commandLine(), "--longer is '" + longer + "', allowed is a time like 30s, 5m or 1h.");
        }
    }
}
