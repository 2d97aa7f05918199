package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
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

        assertThat(table.columns()).containsExactly(new Column("note", ColumnType.TEXT, "/note", true, null));
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

    @Test
    void readsEveryKeyOfATable() {
        Table table = Tables.read("""
                name: states
                key: [device]
                delete: true
                infer: true
                keep: 90d
                index: [[site, ts], [ts]]
                columns:
                  - { name: device, from: key }
                  - { name: ts, type: timestamp }
                  - { name: site, default: nowhere }
                """);

        assertThat(table.delete()).isTrue();
        assertThat(table.infer()).isTrue();
        assertThat(table.mayEvolve()).isTrue();
        assertThat(table.keep()).isEqualTo(Duration.ofDays(90));
        assertThat(table.index()).containsExactly(List.of("site", "ts"), List.of("ts"));
        assertThat(table.columns().get(2).fallback()).isEqualTo("nowhere");
        assertThat(table.ageColumn()).isEqualTo("kafka_timestamp");
        assertThat(table.indexes()).containsExactly(List.of("site", "ts"), List.of("ts"), List.of("kafka_timestamp"));
    }

    @Test
    void aViewMayNotHaveTheNameOfAnotherTable() {
        Map<String, String> two = Map.of(
                "tables[0].name", "t",
                "tables[0].key", "id,ts",
                "tables[0].columns[0].name", "id",
                "tables[0].columns[1].name", "ts",
                "tables[0].columns[1].type", "timestamp",
                "tables[1].name", "T_latest",
                "tables[1].columns[0].name", "note");

        assertThatThrownBy(() -> bind(two))
                .rootCause()
                .hasMessageContaining("its view 't_latest' has the name of another table, allowed is latest: false");
    }

    @Test
    void aTableOfTheLongFormHasAMetricAndAValueAndIsKeyedByTheMetricToo() {
        Table table = Tables.read("""
                name: measured
                form: long
                columns: [{ name: device, from: key }]
                """);

        assertThat(table.columns()).extracting(Column::name).containsExactly("device", "metric", "value");
        assertThat(table.key()).containsExactly("kafka_topic", "kafka_partition", "kafka_offset", "metric");
    }

    @Test
    void refusesWhatTheLongFormCannotDo() {
        String measured = """
                name: measured
                form: long
                columns: [{ name: device, from: key }]
                """;

        assertThatThrownBy(() -> Tables.read(measured + "key: [device]"))
                .rootCause()
                .hasMessageContaining("lacks 'metric'");
        assertThatThrownBy(() -> Tables.read(measured + "key: [device, metric]\ndelete: true"))
                .rootCause()
                .hasMessageContaining("delete is not allowed in the long form");
        assertThatThrownBy(() -> Tables.read(measured + "infer: true"))
                .rootCause()
                .hasMessageContaining("infer has no meaning in the long form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tele metry", "1st", "a-b", "a\"b", "naïve", "x; DROP TABLE y", ""})
    void refusesNamesThatAreNoPlainIdentifiers(String name) {
        assertThatThrownBy(() -> Tables.table(name, columns("a"), List.of("a"), Evolve.NONE))
                .hasMessageContaining("allowed are 1 to 63 letters, digits and '_', not beginning with a digit");
        assertThatThrownBy(() -> columns(name)).hasMessageContaining("allowed are 1 to 63 letters");
    }

    @Test
    void refusesANameOf64LettersAndTakes63() {
        assertThat(Tables.table("a".repeat(63), columns("a"), List.of("a"), Evolve.NONE))
                .isNotNull();
        assertThatThrownBy(() -> Tables.table("a".repeat(64), columns("a"), List.of("a"), Evolve.NONE))
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
        "tables[0].columns[0].default, 'x', 'default: ''x'' is not allowed, allowed is a number'",
        "tables[0].index[0][0], nothing, 'an index names ''nothing'', allowed are its columns'",
        "tables[0].keep, 0d, 'allowed is a time such as 90d'",
        "tables[0].delete, true, 'delete needs a key from the record''s key and headers, column ''kafka_partition'''",
        "tables[0].columns[0].from, metric, 'in the long form only'",
    })
    void saysWhatIsAllowedInstead(String property, String value, String sentence) {
        Map<String, String> properties = new HashMap<>(Map.of("tables[0].name", "t", "tables[0].columns[0].name", "a"));
        if (property.endsWith("default")) {
            properties.put("tables[0].columns[0].type", "double");
        }
        properties.put(property, value);

        assertThatThrownBy(() -> bind(properties))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesTwoTablesOfOneName() {
        assertThatThrownBy(() -> new TablesProperties(List.of(
                        Tables.table("t", columns("a"), List.of("a"), Evolve.NONE),
                        Tables.table("T", columns("a"), List.of("a"), Evolve.NONE))))
                .hasMessage("fieldgate.tables[1]: the name 'T' is already that of fieldgate.tables[0].");
    }

    @Test
    void refusesJsonInAKey() {
        assertThatThrownBy(() -> Tables.table(
                        "t", List.of(new Column("a", ColumnType.JSON, "/a", true, null)), List.of("a"), Evolve.NONE))
                .hasMessageContaining("cannot be part of the key");
    }

    private static List<Column> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new Column(name, ColumnType.TEXT, "key", true, null))
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
