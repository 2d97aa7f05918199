package io.fieldgate.route.trial;

import io.fieldgate.topic.OpenLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sample on its way through a route, step by step, and what would be written where. Nothing is sent. */
public final class DryRun {
    private DryRun() {}

    /**
     * What comes to the route.
     *
     * @param topic that an MQTT message was published to; null: none
     * @param path of a request or a file; null: none
     * @param key of a record; null: none
     */
    public record Sample(
            byte[] body,
            @Nullable String topic,
            @Nullable String path,
            @Nullable String key,
            Map<String, String> headers) {}

    /**
     * What a message has become after a step: what changed, nothing else. The first is how it came.
     *
     * @param depth how many steps this one is inside of
     * @param id of the step; {@code from} is where the message came from
     * @param body null when it is as before
     * @param headers those that are new, or have another value
     * @param removed names of headers
     * @param failure why the step failed; null when it did not
     */
    public record Step(
            int depth,
            String id,
            String label,
            @Nullable String body,
            Map<String, String> headers,
            List<String> removed,
            @Nullable String failure) {
        private List<String> lines() {
            String indent = "  ".repeat(depth);
            List<String> lines = new ArrayList<>();
            boolean isFirst = id.equals("from");
            lines.add(isFirst ? "from " + label : indent + id + "  " + label);
            if (isFirst || body != null) {
                lines.add(indent + "    body " + body);
            }
            headers.forEach((name, value) -> lines.add(indent + "    " + name + ": " + value));
            removed.forEach(name -> lines.add(indent + "    " + name + " is removed"));
            if (failure != null) {
                lines.add(indent + "    x " + failure);
            }
            return lines;
        }
    }

    /**
     * What would be written.
     *
     * @param kind as test files call it: {@code topic}, {@code dead-letter}, {@code row}, ...
     * @param title in a few words
     * @param fields of a record, a message or a refusal, and its headers or columns
     * @param body null when there is none
     */
    public record Written(
            String kind,
            String title,
            Map<String, String> fields,
            @Nullable String body) {}

    /** A sample's way, and where it ends. */
    public record Outcome(List<Step> steps, List<Written> written) {
        /** For a person. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            steps.forEach(step -> lines.addAll(step.lines()));
            lines.add("would be written");
            for (Written one : written) {
                lines.add("    " + one.title());
                one.fields().forEach((name, value) -> lines.add("        " + name + ": " + value));
                if (one.body() != null) {
                    lines.add("        body " + one.body());
                }
            }
            if (written.isEmpty()) {
                lines.add("    nothing");
            }
            return lines;
        }
    }

    /**
     * Runs it with the configuration that the folder's files say.
     *
     * @param route its id, or its file when that holds only one
     * @param folder where route files are
     * @throws Mistake when there is no such route, or it takes no such thing
     */
    public static Outcome of(String route, Path folder, Sample sample) throws Exception {
        Path named = Path.of(route);
        boolean isFile = route.endsWith(RouteFiles.ENDING) && Files.exists(named);
        return of(Settings.read(), isFile ? null : route, isFile ? named : file(route, folder), sample);
    }

    /**
     * Runs it as the file stands there now.
     *
     * @param route its id; null: the only one
     * @throws Mistake when there is no such route, or it takes no such thing
     */
    public static Outcome of(Settings settings, @Nullable String route, Path file, Sample sample) throws Exception {
        Steps steps = new Steps();
        try (Trial trial = Trial.of(settings, RouteFiles.around(file).with(file), steps)) {
            long now = Moments.BEGINNING;
            Given given = new Given(
                    TestFiles.shown(file),
                    route,
                    now,
                    sample.topic(),
                    sample.path(),
                    sample.key(),
                    now,
                    sample.headers(),
                    sample.body());
            List<Output> outputs = trial.give(given);
            return new Outcome(
                    steps.seen(), outputs.stream().map(DryRun::written).toList());
        }
    }

    private static Written written(Output output) {
        Map<String, String> all = new LinkedHashMap<>(output.fields());
        output.named().forEach((name, value) -> {
            // Of a dead letter its fields say it already.
            if (!OpenLetter.isOfFailure(name)) {
                all.put(name, value);
            }
        });
        return new Written(
                output.kind().key(), output.title(), all, output.body() == null ? null : Output.text(output.body()));
    }

    private static Path file(String route, Path folder) throws IOException {
        List<String> known = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(RouteFiles.ENDING))
                        .sorted()
                        .toList()) {
                    List<String> ids = RouteFiles.ids(file);
                    if (ids.contains(route)) {
                        return file;
                    }
                    known.addAll(ids);
                }
            }
        }
        throw new Mistake(
                "there is no route '" + route + "' in " + folder + ", allowed are " + known + " and route files");
    }
}
