package io.fieldgate.route.lint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a route file never holds: secrets, addresses of brokers, names of headers that belong to Kafka or Camel. */
final class SafetyCheck {
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passphrase|passwd|secret|token|api-?key|access-?key|private-?key|jaas).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@:{}]+:([^/@{}]+)@");
    private static final Set<String> ADDRESS_NAMES = Set.of("brokerUrl", "brokers", "bootstrapServers");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:tcp|ssl|wss?|mqtts?|amqps?|nats|rediss?)://|jdbc:).+", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> ADDRESS_KEYS = Map.of(
            "mqtt", "fieldgate.mqtt.url",
            "paho-mqtt5", "fieldgate.mqtt.url",
            "rabbitmq", "fieldgate.rabbitmq.url",
            "redis", "fieldgate.redis.url",
            "broker", "fieldgate.broker.url",
            "kafka", "fieldgate.kafka.bootstrap-servers",
            "topic", "fieldgate.kafka.bootstrap-servers");
    private static final Pattern KAFKA_HEADER = Pattern.compile("kafka\\.[A-Za-z_]+|CamelKafka\\w+");
    private static final Pattern CAMEL_HEADER = Pattern.compile("Camel[A-Z]\\w*");
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{(?:in\\.)?headers?(?:\\.|:|\\[['\"]?)("
            + KAFKA_HEADER.pattern() + "|" + CAMEL_HEADER.pattern() + ")");
    private static final Map<String, String> INSTEAD = Map.of(
            "kafka.KEY", "the option 'key' of topic: sets it",
            "kafka.OVERRIDE_TOPIC", "a name in braces does it, topic:telemetry.{site}",
            "kafka.OVERRIDE_TIMESTAMP", "the option 'timestamp' of topic: sets it",
            "kafka.TIMESTAMP", "the option 'timestamp' of topic: sets it",
            "CamelMqttTopic", "mqtt: sets 'mqtt.topic' too",
            "CamelMqttQoS", "mqtt: sets 'mqtt.qos' too");

    private final Catalogue catalogue;
    private final Findings findings;

    SafetyCheck(Catalogue catalogue, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
    }

    void check(Route route) {
        route.endpoints().forEach(this::endpoint);
        route.headers().forEach(this::header);
        for (Route.Expression expression : route.expressions()) {
            String language = expression.language().text();
            if (language.equals("header")) {
                header(expression.text());
            } else if (language.equals("simple")) {
                simple(expression.text());
            }
        }
    }

    private void endpoint(Endpoint endpoint) {
        Catalogue.Component component = catalogue.component(endpoint.scheme().text());
        for (Endpoint.Option written : endpoint.options()) {
            Catalogue.Option option =
                    component == null ? null : component.option(written.name().text());
            boolean secret =
                    option != null && option.secret() && !written.name().text().equalsIgnoreCase("userName");
            setting(endpoint.scheme().text(), written, secret);
            simple(written.value());
        }
        Matcher credentials = CREDENTIALS.matcher(endpoint.path().text());
        if (credentials.find()) {
            secret(
                    endpoint.path()
                            .part(credentials.start(1), credentials.end(1))
                            .place(),
                    "the address of " + endpoint.scheme().text() + ":");
        }
    }

    /** Properties of beans. */
    void settings(List<Endpoint.Option> settings) {
        settings.forEach(setting -> setting("", setting, false));
    }

    private void setting(String scheme, Endpoint.Option written, boolean isSecret) {
        String name = written.name().text();
        Value value = written.value();
        Matcher credentials = CREDENTIALS.matcher(value.text());
        if (credentials.find()) {
            secret(value.part(credentials.start(1), credentials.end(1)).place(), "the address in '" + name + "'");
        } else if (value.text().isEmpty() || ScalarType.isVariable(value.text())) {
            return;
        } else if (isSecret || SECRET_NAME.matcher(name).matches()) {
            secret(value.place(), "'" + name + "'");
        } else if (ADDRESS_NAMES.contains(name) || ADDRESS.matcher(value.text()).matches()) {
            String key = ADDRESS_KEYS.get(scheme);
            findings.add(
                    Code.FG502,
                    value.place(),
                    "'" + name + "' holds an address, which differs between test and production; "
                            + (key == null
                                    ? "write {{my.address}} and set my.address in config/application.yaml"
                                    : "set " + key + " in config/application.yaml"));
        }
    }

    private void secret(Place place, String what) {
        findings.add(
                Code.FG501,
                place,
                what + " holds a secret, a route file is no place for one; write {{my.secret}} and put it into the file"
                        + " /run/secrets/my.secret");
    }

    private void header(Value name) {
        if (KAFKA_HEADER.matcher(name.text()).matches()
                || CAMEL_HEADER.matcher(name.text()).matches()) {
            named(name);
        }
    }

    private void simple(Value text) {
        Matcher header = IN_SIMPLE.matcher(text.text());
        while (header.find()) {
            named(text.part(header.start(1), header.end(1)));
        }
    }

    private void named(Value name) {
        String instead = INSTEAD.get(name.text());
        boolean kafka = KAFKA_HEADER.matcher(name.text()).matches();
        findings.add(
                kafka ? Code.FG503 : Code.FG504,
                name.place(),
                "the header '" + name.text() + "' belongs to " + (kafka ? "camel-kafka" : "Camel")
                        + ", and its name changes with versions"
                        + (instead == null ? "" : "; " + instead));
    }
}
