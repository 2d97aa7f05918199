package io.fieldgate.route.trial;

import io.fieldgate.message.Nearest;
import io.fieldgate.route.trial.Output.Kind;
import io.fieldgate.route.trial.RouteTemplates.Parameter;
import io.fieldgate.route.trial.RouteTemplates.RouteTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A route from a template, with a sample of what comes to it and a test of what comes out. The test says what the route
 * made of the sample, so it passes; a sample that would be a dead letter makes no route.
 */
public final class NewRoute {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Set<Kind> WRITTEN = Set.of(Kind.TOPIC, Kind.ROW, Kind.PUBLISH, Kind.TO);
    /** The parameters of the neighbours' templates in which a socket stands. */
    private static final List<String> SOCKETS = List.of("source", "to");

    private final RouteTemplate template;
    private final String id;
    private final Map<String, String> values;

    /**
     * @param id of the route, and the name of its files
     * @param values of the template's parameters
     * @throws Mistake naming what is missing or not allowed
     */
    public NewRoute(RouteTemplate template, String id, Map<String, String> values) {
        if (!ID.matcher(id).matches()) {
            throw new Mistake(
                    "'" + id + "' is no name of a route, allowed are small letters, digits and '-', 63 at most");
        }
        List<String> names = template.parameters().stream().map(Parameter::name).toList();
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new Mistake(
                        template.id() + " has no parameter '" + name + "', " + Nearest.orAllowed(name, names));
            }
        }
        for (Parameter parameter : template.required()) {
            if (values.getOrDefault(parameter.name(), "").isEmpty()) {
                throw new Mistake("the parameter '" + parameter.name() + "' of " + template.id() + " is missing: "
                        + parameter.description());
            }
        }
        this.template = template;
        this.id = id;
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Writes route, sample and test.
     *
     * @return the files, in this order, and what there is to say about them
     * @throws Mistake when one of them is there already, or the route cannot work; then nothing is written
     */
    public Written write(Path folder) throws Exception {
        Settings settings = Settings.read();
        Path route = folder.resolve(id + RouteFiles.ENDING);
        Sample made = new Sample(template, values);
        Path sample = folder.resolve(id + ".sample." + made.ending());
        Path test = folder.resolve(id + ".test.yaml");
        for (Path file : List.of(route, sample, test)) {
            if (Files.exists(file)) {
                throw new Mistake(TestFiles.shown(file) + " is there already");
            }
        }
        String routeText = routeText();
        byte[] body = made.body(settings);
        Given given = made.given(id, body);
        List<Output> outputs = tried(settings, routeText, given);
        checkSocket(settings);
        Files.createDirectories(folder);
        create(route, routeText);
        create(sample, new String(body, StandardCharsets.UTF_8));
        create(test, TestText.of(id, String.valueOf(sample.getFileName()), given, outputs));
        return new Written(List.of(route, sample, test), remark(outputs));
    }

    /**
     * What was made.
     *
     * @param files route, sample and test
     * @param remark what nobody may have meant so; null: nothing
     */
    public record Written(List<Path> files, @Nullable String remark) {}

    /** The key decides about order, and a wrong one fails nowhere. */
    private @Nullable String remark(List<Output> outputs) {
        String key = values.get("key");
        if (key != null && !key.isEmpty()) {
            return key.startsWith("/") || key.contains("${")
                    ? null
                    : "All its records have the key '" + key + "'; --set key=/" + key + " takes it from their field";
        }
        return outputs.stream()
                        .anyMatch(output ->
                                output.kind() == Kind.TOPIC && !output.fields().containsKey("key"))
                ? "Its records have no key, so those of a device are in no order; --set key=/device takes it from their field"
                : null;
    }

    private static void create(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    private List<Output> tried(Settings settings, String routeText, Given given) throws Exception {
        Path folder = Files.createTempDirectory("fieldgate-new-");
        Path file = folder.resolve(id + RouteFiles.ENDING);
        try {
            Files.writeString(file, routeText);
            try (Trial trial = trial(settings, file)) {
                List<Output> outputs = trial.give(given);
                for (Output output : outputs) {
                    if (!WRITTEN.contains(output.kind())) {
                        throw new Mistake("with these parameters its sample would be "
                                + output.text().strip());
                    }
                }
                return outputs;
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /** The route is in no file yet, so what is wrong is said without the name of one. */
    private static Trial trial(Settings settings, Path file) {
        try {
            return Trial.of(settings, List.of(file), null);
        } catch (Mistake wrong) {
            throw new Mistake(Mistake.root(wrong), wrong);
        }
    }

    /** A trial opens no socket and so takes any name; the gateway opens those of its configuration. */
    private void checkSocket(Settings settings) {
        if (!template.id().contains("zeromq")) {
            return;
        }
        for (String parameter : SOCKETS) {
            String socket = values.getOrDefault(parameter, "");
            String key = "fieldgate.zeromq.sockets." + socket.substring(socket.indexOf(':') + 1) + ".address";
            if (!socket.isEmpty() && settings.property(key) == null) {
                throw new Mistake("zeromq:" + socket + ": there is no socket of that name, set " + key
                        + " in config/application.yaml");
            }
        }
    }

    private String routeText() {
        StringBuilder text = new StringBuilder("# " + template.description() + "\n- templatedRoute:\n");
        text.append("    routeTemplateRef: ").append(template.id()).append('\n');
        text.append("    routeId: ").append(id).append('\n');
        text.append("    parameters:\n");
        for (Parameter parameter : template.parameters()) {
            String value = values.get(parameter.name());
            if (value != null && !value.isEmpty() && !value.equals(parameter.defaultValue())) {
                text.append("      - { name: ")
                        .append(parameter.name())
                        .append(", value: ")
                        .append(TestText.quoted(value))
                        .append(" }\n");
            }
        }
        return text.toString();
    }
}
