package io.fieldgate.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

/** Tables for tests. */
public final class Tables {
    private Tables() {}

    static Table table(String name, List<Column> columns, List<String> key, Evolve evolve) {
        return new Table(name, columns, key, evolve, Form.WIDE, false, false, List.of(), null, 1, false);
    }

    /** A table of {@code config/tables.yaml}. */
    static Table shipped(String name) {
        try {
            Table table = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
                            .load("tables", new FileSystemResource("config/tables.yaml"))))
                    .bind("fieldgate", TablesProperties.class)
                    .get()
                    .byName()
                    .get(name);
            return Objects.requireNonNull(table, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One table as it would stand in {@code config/tables.yaml}. */
    public static Table read(String yaml) {
        try {
            return new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
                            .load(
                                    "table",
                                    new ByteArrayResource(("t:\n" + yaml.indent(2)).getBytes(StandardCharsets.UTF_8)))))
                    .bind("t", Table.class)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
