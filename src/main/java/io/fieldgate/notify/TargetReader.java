package io.fieldgate.notify;

import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads where a receiver is told. */
final class TargetReader {
    static final List<String> KINDS = List.of("webhook", "slack", "alertmanager", "email", "mqtt", "topic", "log");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESEND = Duration.ofMinutes(1);

    private static final Pattern SERVER = Pattern.compile("([a-zA-Z0-9.-]+):([0-9]{1,5})");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\\p{Cntrl}]+@[a-zA-Z0-9.-]+");
    private static final Pattern MQTT_TOPIC =
            Pattern.compile("([\\w.-]+|\\{(device|rule|severity)})(/([\\w.-]+|\\{(device|rule|severity)}))*");
    private static final Pattern KAFKA_TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Problems problems;
    private final Secrets secrets;

    TargetReader(Problems problems, Secrets secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /** Null when it cannot be told what is meant. */
    @Nullable
    Target read(Section receiver, Outgoing outgoing) {
        List<String> given = KINDS.stream().filter(receiver::has).toList();
        if (given.size() != 1) {
            problems.add(receiver.node(), "a receiver has exactly one of " + KINDS + ", this one has " + given);
            return null;
        }
        String kind = given.get(0);
        Node node = receiver.get(kind);
        if (node == null) {
            return null;
        }
        return switch (kind) {
            case "webhook" -> webhook(section(node, kind, "url", "secret", "timeout"), outgoing);
            case "slack" -> slack(section(node, kind, "url", "timeout"), outgoing);
            case "alertmanager" -> alertmanager(section(node, kind, "url", "token", "resend", "timeout"), outgoing);
            case "email" -> email(section(node, kind, "server", "tls", "username", "password", "from", "to"));
            case "mqtt" -> mqtt(section(node, kind, "topic", "retain"));
            case "topic" -> topic(section(node, kind, "name"));
            default -> {
                section(node, kind);
                yield new Target.Log();
            }
        };
    }

    /** Alertmanager groups by itself, and forgets what it is not told again. */
    private Section section(Node node, String kind, String... allowed) {
        return new Section(node, problems, "'" + kind + "'", allowed);
    }

    private @Nullable Target webhook(Section section, Outgoing outgoing) {
        URI url = url(section, outgoing);
        String secret = secret(section, "secret");
        return url == null ? null : new Target.Webhook(url, secret, timeout(section));
    }

    private @Nullable Target slack(Section section, Outgoing outgoing) {
        URI url = url(section, outgoing);
        return url == null ? null : new Target.Slack(url, timeout(section));
    }

    private @Nullable Target alertmanager(Section section, Outgoing outgoing) {
        URI url = url(section, outgoing);
        String token = secret(section, "token");
        Duration resend = section.has("resend") ? section.length("resend") : RESEND;
        return url == null ? null : new Target.Alertmanager(url, token, resend, timeout(section));
    }

    private @Nullable Target email(Section section) {
        int before = problems.count();
        section.require("server", "it takes HOST:PORT of a mail server");
        section.require("from", "it takes the address that mails come from");
        section.require("to", "it takes a list of addresses");
        Matcher server = SERVER.matcher(section.text("server", ""));
        ScalarNode serverNode = section.scalar("server");
        if (serverNode != null && !server.matches()) {
            problems.add(serverNode, "'" + serverNode.getValue() + "' is no server, allowed is HOST:PORT");
        }
        List<String> to = section.texts("to");
        for (Node node : section.list("to")) {
            checkAddress(node);
        }
        Node from = section.get("from");
        if (from != null) {
            checkAddress(from);
        }
        String tls = section.choice("tls", "starttls", List.of("starttls", "tls", "none"));
        String username = secret(section, "username");
        String password = secret(section, "password");
        if (problems.count() > before) {
            return null;
        }
        return new Target.Email(
                server.group(1),
                Integer.parseInt(server.group(2)),
                Target.Email.Tls.valueOf(tls.toUpperCase(Locale.ROOT)),
                username == null ? "" : username,
                password == null ? "" : password,
                section.text("from", ""),
                to);
    }

    private void checkAddress(Node node) {
        if (!ADDRESS.matcher(YamlFile.scalar(node)).matches()) {
            problems.add(node, "'" + YamlFile.scalar(node) + "' is no mail address, allowed is NAME@HOST");
        }
    }

    private @Nullable Target mqtt(Section section) {
        section.require("topic", "it takes an MQTT topic, such as plant/siren or plant/{device}/siren");
        boolean retain =
                section.choice("retain", "false", List.of("true", "false")).equals("true");
        return name(section, "topic", MQTT_TOPIC, "levels, and {device}, {rule} or {severity} as levels")
                ? new Target.Mqtt(section.text("topic", ""), retain)
                : null;
    }

    private @Nullable Target topic(Section section) {
        section.require("name", "it takes the name of a Kafka topic");
        return name(section, "name", KAFKA_TOPIC, "letters, digits, '.', '_' and '-'")
                ? new Target.Topic(section.text("name", ""))
                : null;
    }

    private boolean name(Section section, String key, Pattern pattern, String allowed) {
        ScalarNode node = section.scalar(key);
        if (node == null) {
            return false;
        }
        boolean fits = pattern.matcher(node.getValue()).matches();
        if (!fits) {
            problems.add(node, "'" + key + "' is '" + node.getValue() + "', allowed are " + allowed);
        }
        return fits;
    }

    private static Duration timeout(Section section) {
        return section.has("timeout") ? section.length("timeout") : TIMEOUT;
    }

    private @Nullable URI url(Section section, Outgoing outgoing) {
        section.require("url", "it takes an address like https://alerts.example/hook");
        String text = secret(section, "url");
        ScalarNode node = section.scalar("url");
        if (text == null || node == null) {
            return null;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException wrong) {
            // Without the text: an address may hold a secret.
            problems.add(node, "'url' is no address: " + wrong.getReason());
            return null;
        }
        Outgoing.Objection objection = outgoing.objection(url);
        if (objection != null) {
            problems.add(
                    node,
                    switch (objection) {
                        case NO_ADDRESS -> "'url' is not allowed, allowed is https://HOST/PATH without a user";
                        case NO_TLS ->
                            "'url' has no TLS, allowed are https://, and http:// to hosts that stand under"
                                    + " outgoing.plain_http; " + url.getHost() + " does not";
                        case PRIVATE ->
                            "'url' has a private address, allowed are public ones, and those that stand under"
                                    + " outgoing.private_addresses; " + url.getHost() + " does not";
                    });
            return null;
        }
        return url;
    }

    /** With the values of the names between braces; null when it is missing, or names what does not exist. */
    private @Nullable String secret(Section section, String key) {
        ScalarNode node = section.scalar(key);
        return node == null ? null : secrets.text(node, problems);
    }
}
