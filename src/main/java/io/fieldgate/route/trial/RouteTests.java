package io.fieldgate.route.trial;

import io.fieldgate.alert.AlertRules;
import io.fieldgate.alert.AlertTrial;
import io.fieldgate.alert.RuleTests;
import io.fieldgate.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tests beside route files, {@code x.test.yaml} beside {@code x.camel.yaml}, and those beside alert rules,
 * {@code alerts.test.yaml} beside {@code alerts.yaml}. Each test of a route has a Camel context of its own. Needs neither
 * Kafka nor network. One thread at a time.
 */
public final class RouteTests {
    private final Path rulesFile;
    private final @Nullable String filter;
    private final Map<Path, RouteFiles> folders = new HashMap<>();
    private @Nullable Settings settings;
    private @Nullable AlertRules rules;

    /**
     * How a test ended.
     *
     * @param line where it is said
     * @param differences what was expected and what came, with its place; none when the test has passed
     */
    public record Result(String name, int line, List<String> differences, Duration took) {
        public boolean passed() {
            return differences.isEmpty();
        }
    }

    /**
     * How the tests of a file ended.
     *
     * @param mistakes what is wrong with the file, or with that which it tests
     */
    public record Tested(String file, List<String> mistakes, List<Result> results, Duration took) {}

    /**
     * @param rulesFile the alert rules that tests of routes may expect something of
     * @param filter part of the names of the tests to run; null: all
     */
    public RouteTests(Path rulesFile, @Nullable String filter) {
        this.rulesFile = rulesFile;
        this.filter = filter == null ? null : filter.toLowerCase(Locale.ROOT);
    }

    /**
     * Runs the tests of a file.
     *
     * @throws IOException naming the file when it cannot be read
     */
    public Tested run(Path file) throws IOException {
        long begun = System.nanoTime();
        String name = TestFiles.shown(file);
        List<String> mistakes = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        Path route = TestFiles.routes(file);
        Path tested = TestFiles.rules(file);
        if (Files.exists(route)) {
            routes(file, name, route, mistakes, results);
        } else if (Files.exists(tested)) {
            rules(file, tested, mistakes, results);
        } else {
            mistakes.add(name + ": there is neither " + route.getFileName() + " nor " + tested.getFileName()
                    + " beside it to be tested");
        }
        return new Tested(name, mistakes, results, since(begun));
    }

    private void routes(Path file, String name, Path route, List<String> mistakes, List<Result> results)
            throws IOException {
        Path folder = route.toAbsolutePath().getParent();
        RouteFiles files = folders.get(folder);
        if (files == null) {
            files = RouteFiles.around(route);
            folders.put(folder, files);
        }
        TestReader reader = TestReader.read(file, name, files.idsOf(route));
        reader.problems().forEach(problem -> mistakes.add(problem.toString()));
        List<Path> needed = files.with(route);
        for (RouteTest test : reader.tests()) {
            if (isWanted(test.name())) {
                run(test, name, needed, mistakes, results);
            }
        }
    }

    private void run(RouteTest test, String name, List<Path> files, List<String> mistakes, List<Result> results)
            throws IOException {
        long begun = System.nanoTime();
        try (Trial trial = Trial.of(settings(), files, null)) {
            List<String> differences = test.run(trial, this::alerts).stream()
                    .map(difference -> name + ":" + difference.line() + ": " + difference.text())
                    .toList();
            results.add(new Result(test.name(), test.line(), differences, since(begun)));
        } catch (Mistake mistake) {
            if (!mistakes.contains(mistake.getMessage())) {
                mistakes.add(String.valueOf(mistake.getMessage()));
            }
        } catch (IOException unreadable) {
            throw unreadable;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } catch (Exception unexpected) {
            mistakes.add(name + ":" + test.line() + ": " + Mistake.root(unexpected));
        }
    }

    private void rules(Path file, Path tested, List<String> mistakes, List<Result> results) throws IOException {
        AlertRules read = AlertRules.read(tested);
        read.problems().forEach(problem -> mistakes.add(problem.toString()));
        RuleTests tests = RuleTests.run(read, file);
        tests.problems().forEach(problem -> mistakes.add(problem.toString()));
        for (RuleTests.Result result : tests.results()) {
            if (isWanted(result.name())) {
                String difference = result.difference();
                results.add(new Result(
                        result.name(),
                        result.line(),
                        difference == null
                                ? List.of()
                                : List.of(TestFiles.shown(file) + ":" + result.line() + ": " + difference.strip()),
                        Duration.ZERO));
            }
        }
    }

    private boolean isWanted(String name) {
        return filter == null || name.toLowerCase(Locale.ROOT).contains(filter);
    }

    private AlertTrial alerts() {
        AlertRules read = rules;
        try {
            if (read == null) {
                read = AlertRules.read(rulesFile);
                rules = read;
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        List<Problem> problems = read.problems();
        if (!problems.isEmpty()) {
            throw new Mistake(problems.get(0).toString());
        }
        return new AlertTrial(read);
    }

    private Settings settings() {
        Settings read = settings;
        if (read == null) {
            read = Settings.read();
            settings = read;
        }
        return read;
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
