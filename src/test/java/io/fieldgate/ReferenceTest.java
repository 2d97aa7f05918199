package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.mqtt.MqttTrial;
import io.fieldgate.route.trial.RouteTemplates;
import io.fieldgate.route.trial.RouteTemplates.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The pages of docs/reference, which are made of what Camel, editors and the linter read too: the catalogue of our components,
 * and the templates. This test writes them to target/reference.
 */
class ReferenceTest {
    private static final Path MADE = Path.of("target", "reference");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What config/application.yaml says for all endpoints, instead of a default. */
    private static final Map<String, String> CONFIGURED = Map.of(
            "brokerUrl", "fieldgate.mqtt.url",
            "clientId", "fieldgate.mqtt.client-id",
            "userName", "fieldgate.mqtt.username",
            "password", "fieldgate.mqtt.password",
            "receiveMaximum", "fieldgate.mqtt.receive-maximum",
            "sessionExpiryInterval", "fieldgate.mqtt.session-expiry",
            "keepAliveInterval", "fieldgate.mqtt.keep-alive");

    @Test
    void thePageOfComponentsSaysWhatTheCatalogueSays() throws Exception {
        StringBuilder page = new StringBuilder("""
                # Components

                The options of the endpoints that carry the guarantees, from the catalogue of this version. An option stands behind the
                question mark, `topic:telemetry?consumers=4`, or under `parameters`. Those of Camel's stock components are on
                <https://camel.apache.org/components/4.17.x/>.
                """);
        for (String scheme : schemes()) {
            component(catalogue(scheme), page);
        }

        assertIsThere("components.md", page);
    }

    @Test
    void thePageOfTemplatesSaysWhatTheTemplatesSay() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Templates

                What `./fieldgate templates` lists. `./fieldgate new TEMPLATE` asks for the parameters and writes a route, a sample and a
                test; [routes by example](../routes-by-example.md) shows most of them at work.
                """);
        for (RouteTemplates.RouteTemplate template : RouteTemplates.all()) {
            page.append("\n## ").append(template.id()).append("\n\n").append(template.description());
            page.append("\n\n| parameter | default | |\n|---|---|---|\n");
            for (Parameter parameter : template.parameters()) {
                String otherwise = parameter.defaultValue();
                page.append("| `")
                        .append(parameter.name())
                        .append("` | ")
                        .append(parameter.required() ? "**required**" : otherwise == null ? "" : code(otherwise))
                        .append(" | ")
                        .append(sentence(parameter.description()))
                        .append(" |\n");
            }
        }

        assertIsThere("templates.md", page);
    }

    private static void assertIsThere(String name, StringBuilder page) throws IOException {
        Files.createDirectories(MADE);
        Files.writeString(MADE.resolve(name), page);
        Path there = Path.of("docs", "reference", name);

        assertThat(Files.exists(there) ? Files.readString(there) : "")
                .as("docs/reference is stale: cp target/reference/*.md docs/reference/")
                .isEqualTo(page.toString());
    }

    private static void component(JsonNode catalogue, StringBuilder page) throws Exception {
        JsonNode component = catalogue.path("component");
        String scheme = component.path("scheme").asText();
        String ends = component.path("producerOnly").asBoolean()
                ? "a sink"
                : component.path("consumerOnly").asBoolean() ? "a source" : "a source and a sink";
        page.append("\n## ")
                .append(scheme)
                .append(":\n\n`")
                .append(component.path("syntax").asText());
        page.append("`, ")
                .append(ends)
                .append(". ")
                .append(component.path("description").asText())
                .append("\n\n| option | at | values | default | |\n|---|---|---|---|---|\n");
        for (Map.Entry<String, JsonNode> option : catalogue.path("properties").properties()) {
            if (!option.getValue().path("group").asText().contains("advanced")) {
                option(scheme, option.getKey(), option.getValue(), page);
            }
        }
    }

    private static void option(String scheme, String name, JsonNode option, StringBuilder page) throws Exception {
        boolean path = option.path("kind").asText().equals("path");
        List<String> values = new ArrayList<>();
        option.path("enum").forEach(value -> values.add(code(value.asText())));
        String group = option.path("group").asText();
        page.append("| ")
                .append(path ? "*" + name + "*, behind the colon" : "`" + name + "`")
                .append(" | ")
                .append(group.equals("consumer") ? "source" : group.equals("producer") ? "sink" : "both")
                .append(" | ")
                .append(values.isEmpty() ? option.path("type").asText() : String.join(", ", values))
                .append(" | ")
                .append(option.path("required").asBoolean() ? "**required**" : otherwise(scheme, name, option))
                .append(" | ")
                .append(sentence(option.path("description").asText()))
                .append(" |\n");
    }

    /** For mqtt: the catalogue has those of Paho, and ours lose nothing. */
    private static String otherwise(String scheme, String name, JsonNode option) throws Exception {
        String text = option.path("defaultValue").asText();
        if (scheme.equals("mqtt")) {
            if (CONFIGURED.containsKey(name)) {
                return code(CONFIGURED.get(name));
            }
            Object ours = ofMqtt(name);
            text = ours == null ? text : ours.toString();
        }
        return text.isEmpty() ? "" : code(text);
    }

    /** Null when it is no option of Paho. */
    private static @Nullable Object ofMqtt(String name) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("mqtt", MqttTrial.component(() -> 0, published -> {}));
            PahoMqtt5Configuration defaults =
                    camel.getEndpoint("mqtt:any", PahoMqtt5Endpoint.class).getConfiguration();
            for (Method method : PahoMqtt5Configuration.class.getMethods()) {
                if (method.getParameterCount() == 0 && method.getName().matches("(?i)(get|is)" + name)) {
                    return method.invoke(defaults);
                }
            }
            return null;
        }
    }

    private static String code(String text) {
        return "`" + cell(text) + "`";
    }

    /** What would end a cell does not. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    /** A cell ends without a dot. */
    private static String sentence(String text) {
        return cell(text).replaceFirst("\\.$", "");
    }

    private static Set<String> schemes() throws IOException {
        Properties ours = new Properties();
        try (InputStream in = Files.newInputStream(
                Path.of("src/main/resources/META-INF/services/org/apache/camel/component.properties"))) {
            ours.load(in);
        }
        return new TreeSet<>(List.of(ours.getProperty("components").split(" ")));
    }

    private static JsonNode catalogue(String scheme) throws IOException {
        Path service = Path.of("target/classes/META-INF/services/org/apache/camel/component", scheme);
        Properties component = new Properties();
        try (InputStream in = Files.newInputStream(service)) {
            component.load(in);
        }
        String type = component.getProperty("class");
        return JSON.readTree(Path.of(
                        "target/classes/META-INF",
                        type.substring(0, type.lastIndexOf('.')).replace('.', '/'),
                        scheme + ".json")
                .toFile());
    }
}
