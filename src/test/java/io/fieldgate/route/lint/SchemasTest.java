package io.fieldgate.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fieldgate.database.Column;
import io.fieldgate.database.Table;
import io.fieldgate.topic.TopicSpec;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/** The schemas that editors use, seen by a validator such as theirs. */
class SchemasTest {
    private static final Path MISTAKES = Path.of("src/test/resources/lint");

    @ParameterizedTest
    @CsvSource({
        "application.yaml, fieldgate.schema.json",
        "topics.yaml, fieldgate.schema.json",
        "tables.yaml, fieldgate.schema.json",
        "alerts.yaml, alerts.schema.json",
        "alerts.test.yaml, alerts.test.schema.json",
        "receivers.yaml, receivers.schema.json"
    })
    void shippedFilesNameTheirSchemaAndKeepToIt(String file, String schema) throws IOException {
        Path path = Path.of("config", file);

        assertThat(Files.readString(path)).startsWith("# yaml-language-server: $schema=../schemas/" + schema + "\n");
        assertThat(schema(schema).validate(tree(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-folder", "http-telemetry", "plant-telemetry", "telemetry-to-database"})
    void shippedTestsOfRoutesNameTheirSchemaAndKeepToIt(String route) throws IOException {
        Path path = Path.of("routes", route + ".test.yaml");

        assertThat(Files.readString(path))
                .startsWith("# yaml-language-server: $schema=../schemas/route.test.schema.json\n");
        assertThat(schema("route.test.schema.json").validate(tree(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{tests: [{given: [], expect: []}]}",
                "{tests: [{name: a, given: [{topik: a}], expect: []}]}",
                "{tests: [{name: a, given: [], expect: [{key: a}]}]}",
                "{tests: [{name: a, given: [], expect: [{topic: a, row: b}]}]}",
                "{tests: [{name: a, given: [{times: 0}], expect: []}]}"
            })
    void mistakenTestsOfRoutesAreRefused(String text) throws IOException {
        assertThat(schema("route.test.schema.json").validate(new YAMLMapper().readTree(text)))
                .isNotEmpty();
    }

    @Test
    void theSchemaOfTestsTakesThePageAboutThem() throws IOException {
        String page = Files.readString(Path.of("docs/route-tests.md"));
        String example = page.substring(page.indexOf("tests:\n  - name: a reading"));

        assertThat(schema("route.test.schema.json")
                        .validate(new YAMLMapper().readTree(example.substring(0, example.indexOf("```")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FG701-misspelt-key.yaml",
                "FG701-misspelt-key-of-a-topic.yaml",
                "FG702-topic-without-a-name.yaml",
                "FG703-topics-are-a-mapping.yaml",
                "FG703-section-is-a-value.yaml",
                "FG704-no-time.yaml",
                "FG704-no-size.yaml",
                "FG704-type-of-a-column.yaml",
                "FG704-number-too-large.yaml",
                "FG704-name-of-a-topic.yaml"
            })
    void mistakenConfigurationIsRefused(String file) throws IOException {
        assertThat(schema("fieldgate.schema.json").validate(tree(MISTAKES.resolve(file))))
                .isNotEmpty();
    }

    @Test
    void mistakenRulesTestsReceiversAndTokensAreRefused() throws IOException {
        assertThat(schema("alerts.schema.json").validate(tree(MISTAKES.resolve("FG707-misspelt-key-of-a-rule.yaml"))))
                .isNotEmpty();
        assertThat(schema("alerts.test.schema.json")
                        .validate(tree(MISTAKES.resolve("FG702-alert-test-without-a-rule/alerts.test.yaml"))))
                .isNotEmpty();
        assertThat(schema("receivers.schema.json")
                        .validate(tree(MISTAKES.resolve("FG701-misspelt-key-of-a-receiver.yaml"))))
                .isNotEmpty();
        assertThat(schema("users.schema.json").validate(tree(MISTAKES.resolve("FG701-misspelt-key-of-a-user.yaml"))))
                .isNotEmpty();
        assertThat(schema("tokens.schema.json").validate(tree(MISTAKES.resolve("FG701-misspelt-key-of-a-token.yaml"))))
                .isNotEmpty();
    }

    @Test
    void theSchemaHasTheKeysOfTheConfigurationAndNoOthersWithTheSameDefaults() throws IOException {
        Map<String, String> described = new TreeMap<>();
        described(json("fieldgate.schema.json"), "", described);

        assertThat(described).isEqualTo(read());
    }

    /** Each key with its default, a list's elements under {@code []}. */
    private static void described(JsonNode schema, String name, Map<String, String> keys) {
        schema.path("properties").properties().forEach(property -> {
            String key = name.isEmpty() ? property.getKey() : name + "." + property.getKey();
            JsonNode value = property.getValue();
            if (value.has("properties")) {
                described(value, key, keys);
            } else {
                keys.put(key, value.path("default").asText());
                described(value.path("items"), key + "[]", keys);
            }
        });
    }

    /** The same as Spring reads it. */
    private static Map<String, String> read() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        JsonNode metadata = new ObjectMapper()
                .readTree(Path.of("target/classes/META-INF/spring-configuration-metadata.json")
                        .toFile());
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asText();
            if (name.startsWith("fieldgate.")) {
                keys.put(name, property.path("defaultValue").asText());
            }
        }
        keys.putAll(components(TopicSpec.class, "fieldgate.topics[]"));
        keys.putAll(components(Table.class, "fieldgate.tables[]"));
        keys.putAll(components(Column.class, "fieldgate.tables[].columns[]"));
        return keys;
    }

    private static Map<String, String> components(Class<?> type, String name) {
        Map<String, String> keys = new TreeMap<>();
        var parameters = type.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < parameters.length; i++) {
            RecordComponent component = type.getRecordComponents()[i];
            var given = parameters[i].getAnnotation(Name.class);
            var otherwise = parameters[i].getAnnotation(DefaultValue.class);
            boolean single = otherwise != null && otherwise.value().length == 1;
            keys.put(
                    name + "." + (given == null ? kebab(component.getName()) : given.value()),
                    single ? otherwise.value()[0] : "");
        }
        return keys;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static JsonSchema schema(String name) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json(name));
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Path.of("schemas", name).toFile());
    }

    private static JsonNode tree(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
