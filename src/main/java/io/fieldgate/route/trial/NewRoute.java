package io.fieldgate.route.trial;

import io.fieldgate.database.Column;
import io.fieldgate.database.Table;
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
    private static final Pattern CAPTURE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");
    private static final Set<Kind> WRITTEN = Set.of(Kind.TOPIC, Kind.ROW, Kind.PUBLISH, Kind.TO);
    private static final Map<String, String> SUFFIX = Map.of("site", "north", "device", "device-1");

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
     * @return the files, in this order
     * @throws Mistake when one of them is there already, or the route cannot work; then nothing is written
     */
    public List<Path> write(Path folder) throws Exception {
        Settings settings = Settings.read();
        Path route = folder.resolve(id + RouteFiles.ENDING);
        Path sample = folder.resolve(id + ".sample." + sampleEnding());
        Path test = folder.resolve(id + ".test.yaml");
        for (Path file : List.of(route, sample, test)) {
            if (Files.exists(file)) {
                throw new Mistake(TestFiles.shown(file) + " is there already");
            }
        }
        String routeText = routeText();
        byte[] body = sample(settings);
        Given given = given(body);
        List<Output> outputs = tried(settings, routeText, given);
        Files.createDirectories(folder);
        create(route, routeText);
        create(sample, new String(body, StandardCharsets.UTF_8));
        create(test, TestText.of(id, String.valueOf(sample.getFileName()), given, outputs));
        return List.of(route, sample, test);
    }

    private static void create(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    private List<Output> tried(Settings settings, String routeText, Given given) throws Exception {
        Path folder = Files.createTempDirectory("fieldgate-new-");
        Path file = folder.resolve(id + RouteFiles.ENDING);
        try {
            Files.writeString(file, routeText);
            try (Trial trial = Trial.of(settings, List.of(file), null)) {
                List<Output> outputs = trial.give(given);
                for (Output output : outputs) {
                    if (!WRITTEN.contains(output.kind())) {
                        throw new Mistake("with these parameters its sample would be " + output.text());
                    }
                }
                return outputs;
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
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

    private String sampleEnding() {
        return switch (values.getOrDefault("format", "")) {
            case "csv", "tsv", "text" -> "txt";
            default -> isFile() ? "ndjson" : "json";
        };
    }

    private boolean isFile() {
        return template.id().startsWith("file-");
    }

    /** A reading, with what the parameters say that it has. */
    private byte[] sample(Settings settings) {
        String format = values.getOrDefault("format", "auto");
        Map<String, Object> fields = new LinkedHashMap<>();
        String table = values.get("table");
        if (table != null) {
            row(settings, table, fields);
        } else {
            fields.put("ts", "2026-01-01T00:00:00Z");
            fields.put("temperature", 21.5);
        }
        put(fields, values.get("key"), "device-1");
        put(fields, values.get("timestamp"), "2026-01-01T00:00:00Z");
        if (format.equals("csv") || format.equals("tsv")) {
            String separator = format.equals("csv") ? "," : "\t";
            return (String.join(separator, fields.keySet()) + "\n"
                            + String.join(
                                    separator,
                                    fields.values().stream()
                                            .map(String::valueOf)
                                            .toList()) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        return (Json.text(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, Object> fields, @Nullable String pointer, String value) {
        if (pointer != null && pointer.matches("/[^/]+")) {
            fields.put(pointer.substring(1), value);
        }
    }

    private static void row(Settings settings, String name, Map<String, Object> fields) {
        List<Table> tables = settings.tables().tables();
        Table table = tables.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (table == null) {
            throw new Mistake("there is no table '" + name + "' in config/tables.yaml, allowed are "
                    + tables.stream().map(Table::name).toList());
        }
        for (Column column : table.columns()) {
            if (column.from().matches("/[^/]+")) {
                fields.put(
                        column.from().substring(1),
                        switch (column.type()) {
                            case DOUBLE -> 21.5;
                            case LONG -> 21;
                            case BOOLEAN -> true;
                            case TIMESTAMP -> "2026-01-01T00:00:00Z";
                            case JSON -> Map.of("a", 1);
                            case TEXT -> "text";
                        });
            }
        }
    }

    private Given given(byte[] body) {
        String topic = null;
        String path = null;
        Map<String, String> headers = new LinkedHashMap<>();
        if (template.id().startsWith("mqtt-")) {
            topic = filled(values.getOrDefault("filter", ""))
                    .replace("+", "any")
                    .replace("#", "any");
        } else if (template.id().startsWith("http-")) {
            path = filled(values.getOrDefault("path", ""));
            headers.put("Content-Type", contentType());
        } else if (isFile()) {
            path = filled(values.getOrDefault("path", "")).replace("*", "sample");
            path = path.matches(".*\\.[^/]*") ? path : path + "/sample.ndjson";
        } else {
            CAPTURE.matcher(values.getOrDefault("to", ""))
                    .results()
                    .map(capture -> capture.group(1))
                    .filter(name -> !name.equals("device"))
                    .forEach(name -> headers.put("fg." + name, sampleOf(name)));
        }
        String key = template.id().startsWith("topic-") ? "device-1" : null;
        long at = Moments.BEGINNING;
        return new Given(id, id, at, topic, path, key, at, headers, body);
    }

    private String contentType() {
        return switch (values.getOrDefault("format", "auto")) {
            case "csv" -> "text/csv";
            case "text" -> "text/plain";
            case "bytes" -> "application/octet-stream";
            case "ndjson" -> "application/x-ndjson";
            default -> "application/json";
        };
    }

    private static String filled(String pattern) {
        return CAPTURE.matcher(pattern).replaceAll(capture -> sampleOf(capture.group(1)));
    }

    private static String sampleOf(String capture) {
        return SUFFIX.getOrDefault(capture, capture + "-1");
    }
}
