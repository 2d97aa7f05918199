package io.fieldgate.route.trial;

import io.fieldgate.database.Column;
import io.fieldgate.database.Table;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.route.trial.RouteTemplates.Parameter;
import io.fieldgate.route.trial.RouteTemplates.RouteTemplate;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What comes to a route of a template, made up after the template's parameters. */
final class Sample {
    private static final Pattern CAPTURE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");
    /** In an expression, for a header that a sender has set. */
    private static final Pattern HEADER = Pattern.compile("\\$\\{header\\[([a-z]+\\.[A-Za-z0-9_.-]+)]}");

    private static final Map<String, String> SUFFIX = Map.of("site", "north", "device", "device-1");

    private final RouteTemplate template;
    private final Map<String, String> values;

    Sample(RouteTemplate template, Map<String, String> values) {
        this.template = template;
        this.values = values;
    }

    /** Of its file's name. */
    String ending() {
        return switch (value("format")) {
            case "csv", "tsv", "text" -> "txt";
            default -> isFrom("file") ? "ndjson" : "json";
        };
    }

    /** The parameter, or else its default; empty for none. */
    private String value(String name) {
        String given = values.getOrDefault(name, "");
        return !given.isEmpty()
                ? given
                : template.parameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst()
                        .map(Parameter::defaultValue)
                        .orElse("");
    }

    private boolean isFrom(String source) {
        return template.id().startsWith(source + "-");
    }

    /** A reading, with what the parameters say that it has. */
    byte[] body(Settings settings) {
        String format = value("format");
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
        if (pointer != null && pointer.matches("(/[^/]+)+")) {
            String[] names = pointer.substring(1).split("/", 2);
            if (names.length == 1) {
                fields.put(names[0], value);
            } else {
                Map<String, Object> inner = new LinkedHashMap<>();
                if (fields.get(names[0]) instanceof Map<?, ?> there) {
                    there.forEach((name, field) -> inner.put(String.valueOf(name), field));
                }
                put(inner, "/" + names[1], value);
                fields.put(names[0], inner);
            }
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

    /** The message with that body. */
    Given given(String route, byte[] body) {
        String topic = null;
        String path = null;
        String key = null;
        Map<String, String> headers = new LinkedHashMap<>();
        if (isFrom("mqtt")) {
            topic = filled(value("filter")).replace("+", "any").replace("#", "any");
        } else if (isFrom("http")) {
            path = filled(value("path"));
            headers.put("Content-Type", contentType());
        } else if (isFrom("file")) {
            path = filled(value("path")).replace("*", "sample");
            path = path.matches(".*\\.[^/]*") ? path : path + "/sample.ndjson";
        } else if (isFrom("topic")) {
            key = "device-1";
            Stream.of("to", "routingKey", "topicFrame").forEach(name -> captures(value(name), headers));
            headers.remove(RecordHeaders.PREFIX + RecordHeaders.DEVICE);
        } else {
            neighbour(headers);
        }
        long at = Moments.BEGINNING;
        return new Given(route, route, at, topic, path, key, at, headers, body);
    }

    /** What its source says of a message, as far as the parameters let it be known. */
    private void neighbour(Map<String, String> headers) {
        String source = value("source");
        String name = source.substring(source.indexOf(':') + 1);
        String named = isFrom("broker") ? name : value(isFrom("rabbitmq") ? "routingKey" : "topicFrame");
        captures(named, headers);
        if (headers.containsKey(RecordHeaders.PREFIX + RecordHeaders.DEVICE)) {
            headers.put(RecordHeaders.DEVICE, sampleOf(RecordHeaders.DEVICE));
        }
        Matcher asked = HEADER.matcher(values.getOrDefault("key", ""));
        if (asked.find()) {
            headers.put(asked.group(1), sampleOf(RecordHeaders.DEVICE));
        }
        String word = filled(named).replace("*", "any");
        if (isFrom("broker")) {
            headers.put("broker.destination", source.substring(0, source.length() - name.length()) + word);
        } else if (isFrom("redis")) {
            headers.put("redis." + source.replaceFirst(":.*", ""), name);
        } else if (isFrom("jafka")) {
            headers.put("jafka.topic", name);
        } else if (!word.isEmpty()) {
            headers.put(isFrom("rabbitmq") ? "rabbitmq.routing-key" : "zeromq.topic", word);
        }
    }

    /** As they travel with a record. */
    private static void captures(String pattern, Map<String, String> headers) {
        CAPTURE.matcher(pattern)
                .results()
                .map(capture -> capture.group(1))
                .forEach(name -> headers.put(RecordHeaders.PREFIX + name, sampleOf(name)));
    }

    private String contentType() {
        return switch (value("format")) {
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
