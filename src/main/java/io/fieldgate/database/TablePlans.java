package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it takes to make the tables of the database those of {@code config/tables.yaml}. */
public final class TablePlans {
    private final Database database;
    private final Collection<Table> tables;

    TablePlans(Database database, Collection<Table> tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Of one table.
     *
     * @param table its name
     * @param statements that make the difference; none when there is none
     * @param obstacle why they cannot be run by themselves; null when they can
     */
    public record Plan(
            String table, List<String> statements, @Nullable String obstacle) {}

    /**
     * Compares all tables.
     *
     * @throws Failure when the database cannot be asked, with the reason and the cure
     */
    public List<Plan> all() {
        List<Plan> plans = new ArrayList<>();
        for (Table table : tables) {
            plans.add(plan(table));
        }
        return plans;
    }

    private Plan plan(Table table) {
        try (Connection connection = database.connection()) {
            try {
                TableDifference difference = TableDifference.of(connection, database.dialect(), table);
                return plan(difference, connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw failure(table, e);
        }
    }

    private Plan plan(TableDifference difference, Connection connection) throws SQLException {
        Table table = difference.table();
        @Nullable LatestView view = LatestView.of(table);
        if (difference.isMissing()) {
            List<String> creation = difference.creation(connection, database.dialect());
            if (view != null) {
                creation.add(database.dialect().createView(view));
            }
            return new Plan(table.name(), creation, null);
        }
        List<String> statements = new ArrayList<>(difference.addedColumns(database.dialect()));
        statements.addAll(difference.addedIndexes(database.dialect()));
        if (view != null && !view.isComplete(connection, table.stored())) {
            statements.add(database.dialect().createView(view));
        }
        String obstacle = difference.lacksKey()
                ? "the table lacks columns of its key " + table.key()
                        + ", for which the rows that are there have no value: fill them and make them the primary key by"
                        + " hand, or rename the table away"
                : null;
        return new Plan(table.name(), statements, obstacle);
    }

    /**
     * Runs the statements of a plan and commits them.
     *
     * @throws Failure when the database refuses one, with the reason and the cure
     */
    public void apply(Plan plan) {
        Table table = tables.stream()
                .filter(each -> each.name().equals(plan.table()))
                .findFirst()
                .orElseThrow();
        try (Connection connection = database.connection()) {
            try {
                TableCheck.execute(connection, plan.statements());
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(table, e);
        }
    }

    private Failure failure(Table table, SQLException thrown) {
        Trouble trouble = Trouble.of(thrown, database.dialect(), table, Instant.EPOCH);
        String sentence = "Table '" + table.name() + "': " + trouble.cause();
        return trouble.fault() == Fault.SYSTEMIC
                ? Failure.systemic(sentence, trouble.cure(), thrown)
                : Failure.temporary(sentence, thrown);
    }
}
