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
     * Runs it.
     *
     * @param route its id, or its file when that holds only one
     * @param folder where route files are
     * @return lines for a person
     * @throws Mistake when there is no such route, or it takes no such thing
     */
    public static List<String> of(String route, Path folder, Sample sample) throws Exception {
        Path named = Path.of(route);
        boolean isFile = route.endsWith(RouteFiles.ENDING) && Files.exists(named);
        Path file = isFile ? named : file(route, folder);
        Steps steps = new Steps();
        try (Trial trial = Trial.of(Settings.read(), RouteFiles.around(file).with(file), steps)) {
            String id = isFile ? null : route;
            long now = Moments.BEGINNING;
            Given given = new Given(
                    TestFiles.shown(file),
                    id,
                    now,
                    sample.topic(),
                    sample.path(),
                    sample.key(),
                    now,
                    sample.headers(),
                    sample.body());
            List<Output> outputs = trial.give(given);
            List<String> lines = new ArrayList<>(steps.lines());
            lines.add("would be written");
            outputs.forEach(output -> lines.addAll(written(output)));
            if (outputs.isEmpty()) {
                lines.add("    nothing");
            }
            return lines;
        }
    }

    private static List<String> written(Output output) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + output.title());
        Map<String, String> all = new LinkedHashMap<>(output.fields());
        output.named().forEach((name, value) -> {
            // Of a dead letter its fields say it already.
            if (!OpenLetter.isOfFailure(name)) {
                all.put(name, value);
            }
        });
        all.forEach((name, value) -> lines.add("        " + name + ": " + value));
        if (output.body() != null) {
            lines.add("        body " + Output.text(output.body()));
        }
        return lines;
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
