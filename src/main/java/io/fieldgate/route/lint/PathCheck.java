package io.fieldgate.route.lint;

import io.fieldgate.file.PathPattern;
import io.fieldgate.http.PathTemplate;
import io.fieldgate.message.TopicFilter;
import io.fieldgate.notify.WebhooksProperties;
import io.fieldgate.topic.TopicSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands behind the colon of our own endpoints: filters, paths, and the names of topics and tables. */
final class PathCheck {
    private static final Pattern CAPTURE = Pattern.compile("\\{([a-z][A-Za-z0-9_-]{0,62})}");
    private static final String DEAD_LETTERS = ".dlq";

    private final Known known;
    private final Findings findings;

    PathCheck(Known known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void check(Endpoint endpoint) {
        Value path = endpoint.path();
        if (path.text().isEmpty() || path.isVariable()) {
            return;
        }
        switch (endpoint.scheme().text()) {
            case "mqtt" -> mqtt(endpoint);
            case "topic" -> topic(endpoint);
            case "database", "lake" -> table(path);
            case "webhook" -> webhook(path);
            case "ingest" -> {
                asked(path, PathTemplate::parse);
                schema(endpoint);
            }
            case "intake" -> asked(path, PathPattern::parse);
            default -> {}
        }
    }

    /** Whoever reads the path at run time knows best what is wrong with it. */
    private boolean asked(Value path, Consumer<String> reader) {
        try {
            reader.accept(path.text());
            return true;
        } catch (IllegalArgumentException refused) {
            findings.add(Code.FG206, path.place(), String.valueOf(refused.getMessage()));
            return false;
        }
    }

    private void mqtt(Endpoint endpoint) {
        Value path = endpoint.path();
        if (asked(path, TopicFilter::parse) && !endpoint.end().isSource()) {
            for (String level : path.text().split("/", -1)) {
                if (level.equals("+") || level.equals("#")) {
                    findings.add(
                            Code.FG206,
                            path.place(),
                            "mqtt:" + path.text() + ": '" + level
                                    + "' is no topic to publish to, allowed are plain levels and names in braces, {device}");
                }
            }
        }
    }

    private void topic(Endpoint endpoint) {
        Value path = endpoint.path();
        Matcher capture = CAPTURE.matcher(path.text());
        boolean variable = !endpoint.end().isSource() && capture.find();
        if (!asked(path, name -> TopicSpec.checkName(variable ? capture.replaceAll("x") : name))) {
            return;
        }
        Set<String> topics = known.topics();
        if (topics == null) {
            return;
        }
        if (variable) {
            Pattern names = pattern(path.text());
            if (topics.stream().noneMatch(name -> names.matcher(name).matches())) {
                findings.add(
                        Code.FG401,
                        path.place(),
                        "no topic in config/topics.yaml fits '" + path.text()
                                + "'; a topic that a message chooses must be listed there, listed are "
                                + Suggestion.list(topics));
            }
        } else if (!isListed(path.text(), topics)) {
            findings.add(
                    Code.FG401,
                    path.place(),
                    "the topic '" + path.text() + "' is not in config/topics.yaml, so it is not created; "
                            + Suggestion.of(path.text(), topics));
        }
    }

    /** Whether the gateway makes it. */
    static boolean isListed(String topic, Set<String> topics) {
        return topics.contains(topic)
                || (topic.endsWith(DEAD_LETTERS)
                        && topics.contains(topic.substring(0, topic.length() - DEAD_LETTERS.length())));
    }

    private static Pattern pattern(String text) {
        List<String> parts = new ArrayList<>(List.of(CAPTURE.split(text, -1)));
        return Pattern.compile(parts.stream().map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    private void table(Value path) {
        Set<String> tables = known.tables();
        if (tables != null && !tables.contains(path.text())) {
            findings.add(
                    Code.FG402,
                    path.place(),
                    "the table '" + path.text() + "' is not in config/tables.yaml, "
                            + Suggestion.of(path.text(), tables));
        }
    }

    private void webhook(Value path) {
        String name = path.text();
        if (name.contains("/") || name.contains(":")) {
            // Without the text: an address may hold a secret.
            findings.add(
                    Code.FG502,
                    path.place(),
                    "webhook: is followed by an address, which differs between test and production; set"
                            + " fieldgate.webhooks.NAME.url in config/application.yaml and write webhook:NAME");
            return;
        }
        if (!WebhooksProperties.isName(name)) {
            findings.add(
                    Code.FG206,
                    path.place(),
                    "'" + name + "' is no name of a webhook, allowed are 1 to 63 small letters, digits and '-'");
            return;
        }
        Set<String> webhooks = known.webhooks();
        if (webhooks != null && !webhooks.contains(name)) {
            findings.add(
                    Code.FG405,
                    path.place(),
                    "the webhook '" + name + "' is not in config/application.yaml, " + Suggestion.of(name, webhooks));
        }
    }

    private void schema(Endpoint endpoint) {
        Value schema = endpoint.option("schema");
        if (schema != null && !schema.isVariable() && !Files.isReadable(Path.of(schema.text()))) {
            findings.add(
                    Code.FG403,
                    schema.place(),
                    "ingest: 'schema' is '" + schema.text() + "', there is no such file; the name is meant from the"
                            + " folder where the gateway runs");
        }
    }
}
