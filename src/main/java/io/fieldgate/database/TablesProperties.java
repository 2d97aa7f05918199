package io.fieldgate.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tables that {@code database:TABLE} writes to, from {@code config/tables.yaml}.
 *
 * @param tables the tables; names are unique
 */
@ConfigurationProperties("fieldgate")
public record TablesProperties(@DefaultValue List<Table> tables) {
    public TablesProperties {
        tables = List.copyOf(tables);
        for (int i = 0; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (tables.get(i).name().equalsIgnoreCase(tables.get(j).name())) {
                    throw new IllegalArgumentException("fieldgate.tables[" + i + "]: the name '"
                            + tables.get(i).name() + "' is already that of fieldgate.tables[" + j + "].");
                }
            }
        }
        for (Table table : tables) {
            viewIsNoTable(table, tables);
        }
    }

    private static void viewIsNoTable(Table table, List<Table> tables) {
        LatestView view = LatestView.of(table);
        if (view != null && tables.stream().anyMatch(other -> other.name().equalsIgnoreCase(view.name()))) {
            throw new IllegalArgumentException("table '" + table.name() + "': its view '" + view.name()
                    + "' has the name of another table, allowed is latest: false.");
        }
    }

    Map<String, Table> byName() {
        return tables.stream()
                .collect(Collectors.toMap(Table::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }
}
