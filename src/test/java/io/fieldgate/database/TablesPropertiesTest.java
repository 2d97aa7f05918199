package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

class TablesPropertiesTest {
    @Test
    void readsTheTablesThatTheProjectShips() throws IOException {
        List<PropertySource<?>> yaml =
                new YamlPropertySourceLoader().load("tables", new FileSystemResource("config/tables.yaml"));

        TablesProperties tables = new Binder(ConfigurationPropertySources.from(yaml))
                .bind("fieldgate", TablesProperties.class)
                .get();

        Table telemetry = tables.tables().get(0);
        assertThat(telemetry.name()).isEqualTo("telemetry");
        assertThat(telemetry.key()).containsExactly("device", "ts");
        assertThat(telemetry.stored())
                .extracting(c -> c.name() + " " + c.type() + " " + c.from())
                .containsExactly(
                        "device TEXT key",
                        "ts TIMESTAMP /ts",
                        "site TEXT header:fg.site",
                        "temperature DOUBLE /temperature",
                        "humidity DOUBLE /humidity",
                        "vibration DOUBLE /vibration",
                        "battery DOUBLE /battery",
                        "kafka_topic TEXT topic",
                        "kafka_partition LONG partition",
                        "kafka_offset LONG offset",
                        "kafka_timestamp TIMESTAMP timestamp");
    }

    @Test
    void aColumnIsTextFromTheFieldOfItsNameAndTheKeyIsThePlaceOfTheRecord() {
        Table table = bind(Map.of("tables[0].name", "t", "tables[0].columns[0].name", "note"))
                .tables()
                .get(0);

        assertThat(table.columns()).containsExactly(new Column("note", ColumnType.TEXT, "/note", true));
        assertThat(table.key()).containsExactly("kafka_topic", "kafka_partition", "kafka_offset");
        assertThat(table.evolve()).isEqualTo(Evolve.NONE);
    }

    @Test
    void readsWhetherATableMayEvolve() {
        Table table = bind(Map.of(
                        "tables[0].name", "t", "tables[0].columns[0].name", "note", "tables[0].evolve", "add-columns"))
                .tables()
                .get(0);

        assertThat(table.evolve()).isEqualTo(Evolve.ADD_COLUMNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tele metry", "1st", "a-b", "a\"b", "naïve", "x; DROP TABLE y", ""})
    void refusesNamesThatAreNoPlainIdentifiers(String name) {
        assertThatThrownBy(() -> new Table(name, columns("a"), List.of("a"), Evolve.NONE))
                .hasMessageContaining("allowed are 1 to 63 letters, digits and '_', not beginning with a digit");
        assertThatThrownBy(() -> columns(name)).hasMessageContaining("allowed are 1 to 63 letters");
    }

    @Test
    void refusesANameOf64LettersAndTakes63() {
        assertThat(new Table("a".repeat(63), columns("a"), List.of("a"), Evolve.NONE))
                .isNotNull();
        assertThatThrownBy(() -> new Table("a".repeat(64), columns("a"), List.of("a"), Evolve.NONE))
                .hasMessageContaining("allowed are 1 to 63");
    }

    @ParameterizedTest
    @CsvSource({
        "tables[0].columns[0].from, body, 'allowed are key, timestamp, topic, partition, offset, header:NAME and a JSON pointer'",
        "tables[0].columns[0].from, header:, 'header:NAME'",
        "tables[0].key, nothing, 'the key names ''nothing'', allowed are its columns'",
        "tables[0].columns[1].name, A, 'column ''A'' appears twice'",
        "tables[0].columns[1].name, kafka_offset, 'column ''kafka_offset'' appears twice'",
        "tables[1].name, T, 'at least one is needed'",
    })
    void saysWhatIsAllowedInstead(String property, String value, String sentence) {
        Map<String, String> properties = new HashMap<>(Map.of("tables[0].name", "t", "tables[0].columns[0].name", "a"));
        properties.put(property, value);

        assertThatThrownBy(() -> bind(properties))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesTwoTablesOfOneName() {
        assertThatThrownBy(() -> new TablesProperties(List.of(
                        new Table("t", columns("a"), List.of("a"), Evolve.NONE),
                        new Table("T", columns("a"), List.of("a"), Evolve.NONE))))
                .hasMessage("fieldgate.tables[1]: the name 'T' is already that of fieldgate.tables[0].");
    }

    @Test
    void refusesJsonInAKey() {
        assertThatThrownBy(() -> new Table(
                        "t", List.of(new Column("a", ColumnType.JSON, "/a", true)), List.of("a"), Evolve.NONE))
                .hasMessageContaining("cannot be part of the key");
    }

    private static List<Column> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new Column(name, ColumnType.TEXT, "key", true))
                .toList();
    }

    private static TablesProperties bind(Map<String, String> properties) {
        Map<String, String> prefixed = new HashMap<>();
        properties.forEach((name, value) -> prefixed.put("fieldgate." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bind("fieldgate", TablesProperties.class)
                .get();
    }
}
