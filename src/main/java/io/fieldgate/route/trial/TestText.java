package io.fieldgate.route.trial;

import io.fieldgate.route.trial.Output.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a test that says what a route has made of a sample. */
final class TestText {
    private static final Set<String> WHERE = Set.of("rabbitmq.routing-key", "zeromq.topic");

    private TestText() {}

    /**
     * A file with one test.
     *
     * @param id of the route, whose file has its name
     * @param sample name of the file with the sample
     */
    static String of(String id, String sample, Given given, List<Output> outputs) {
        StringBuilder text = new StringBuilder();
        text.append("# Tests of ").append(id).append(RouteFiles.ENDING).append(", run by ./fieldgate test.\n");
        text.append("tests:\n  - name: ")
                .append(quoted("the sample of " + id + " becomes what it should"))
                .append('\n');
        text.append("    given:\n      - file: ").append(sample).append('\n');
        entry(text, "topic", given.topic());
        entry(text, "path", given.path());
        entry(text, "key", given.key());
        entries(text, "headers", given.headers());
        text.append(outputs.isEmpty() ? "    expect: []\n" : "    expect:\n");
        for (Output output : outputs) {
            text.append("      - ")
                    .append(output.kind().key())
                    .append(": ")
                    .append(quoted(output.name()))
                    .append('\n');
            entry(text, "key", output.fields().get("key"));
            Map<String, String> named = new LinkedHashMap<>(output.named());
            named.keySet()
                    .removeIf(name -> name.startsWith("kafka_")
                            || !(output.kind() == Kind.ROW || name.startsWith("fg.") || saysWhere(output, name))
                            || name.equals("fg.received-at"));
            entries(text, output.kind() == Kind.ROW ? "columns" : "headers", named);
            if (output.body() != null) {
                text.append("        body: ")
                        .append(
                                Json.isObject(output.body())
                                        ? Output.text(output.body()).strip()
                                        : quoted(Output.text(output.body())))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** A neighbour is told it beside the name of the endpoint. */
    private static boolean saysWhere(Output output, String header) {
        return output.kind() == Kind.TO && WHERE.contains(header);
    }

    private static void entry(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            text.append("        ")
                    .append(key)
                    .append(": ")
                    .append(quoted(value))
                    .append('\n');
        }
    }

    private static void entries(StringBuilder text, String key, Map<String, String> values) {
        if (!values.isEmpty()) {
            List<String> all = new ArrayList<>();
            values.forEach((name, value) -> all.add(name + ": " + quoted(value)));
            text.append("        ")
                    .append(key)
                    .append(": { ")
                    .append(String.join(", ", all))
                    .append(" }\n");
        }
    }

    /** As YAML, plain where that says the same. */
    static String quoted(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9 ._/-]*") && !text.matches("(?i)true|false|null|yes|no|on|off")
                ? text
                : "\""
                        + text.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t") + "\"";
    }
}
