package io.fieldgate.database;

import io.fieldgate.message.Causes;
import io.fieldgate.yaml.BoundFile;
import io.fieldgate.yaml.LiveFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code config/tables.yaml} while the gateway runs: a table that is new or changed is compared with the database as at the
 * start. One that a route writes to stays, also when it is no longer in the file.
 */
final class LiveTables extends LiveFile {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTables.class);

    private final BoundFile file;
    private final DatabaseComponent component;

    LiveTables(BoundFile file, DatabaseComponent component) {
        // Of what text that came nobody knows; the first look at the file tells.
        super(file.path(), "tables", Taken.of(null, Map.of(), component.tables().byName(), List.of()));
        this.file = file;
        this.component = component;
    }

    @Override
    public Taken take(@Nullable String text) {
        if (text != null && text.isBlank()) {
            return refuse(text, List.of(file.beginning() + ": is empty; 'fieldgate.tables: []' has no table"));
        }
        TablesProperties before = component.tables();
        List<String> problems = new ArrayList<>();
        TablesProperties wanted;
        try {
            wanted = withWritten(before, file.bind(text, TablesProperties.class), problems);
            if (!wanted.equals(before)) {
                component.configure(wanted);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return refuse(text, List.of(file.beginning() + ": the gateway stops"));
        } catch (RuntimeException unfit) {
            return refuse(
                    text, List.of(file.beginning() + ": " + Causes.root(unfit).getMessage()));
        }
        problems.forEach(problem -> LOG.warn("{}", problem));
        return tried(Taken.of(text, before.byName(), wanted.byName(), problems));
    }

    @Override
    protected Collection<String> running() {
        return component.tables().byName().keySet();
    }

    private TablesProperties withWritten(TablesProperties before, TablesProperties wanted, List<String> problems) {
        List<Table> tables = new ArrayList<>(wanted.tables());
        for (Table table : before.tables()) {
            if (!wanted.byName().containsKey(table.name()) && component.isWritten(table.name())) {
                tables.add(table);
                problems.add(file.beginning() + ": table '" + table.name()
                        + "' is not there any more, but a route has written to it since the start. It stays until the"
                        + " gateway is restarted.");
            }
        }
        return new TablesProperties(tables);
    }
}
