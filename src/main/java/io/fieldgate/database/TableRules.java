package io.fieldgate.database;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a table's configuration must keep to; a breach is an {@code IllegalArgumentException} that says what is allowed.
 *
 * @param table its name
 * @param columns all that it has
 */
record TableRules(String table, List<Column> columns) {
    void check(
            List<String> key,
            Form form,
            boolean infer,
            boolean delete,
            List<List<String>> indexes,
            @Nullable Duration keep) {
        namesAppearOnce();
        if (key.isEmpty() || new HashSet<>(key).size() < key.size()) {
            throw broken("the key " + key + " is empty or names a column twice.");
        }
        key.forEach(part -> comparable("the key", part));
        for (List<String> index : indexes) {
            if (index.isEmpty() || new HashSet<>(index).size() < index.size()) {
                throw broken("the index " + index + " is empty or names a column twice.");
            }
            index.forEach(part -> comparable("an index", part));
        }
        formFits(key, form, infer);
        if (delete) {
            deleteFits(key, form);
        }
        if (keep != null && (keep.isNegative() || keep.isZero())) {
            throw broken("keep: " + keep + " is not allowed, allowed is a time such as 90d.");
        }
    }

    private void namesAppearOnce() {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw broken("column '" + column.name() + "' appears twice (upper and lower case are one, and "
                        + Table.KAFKA_TOPIC + ", " + Table.KAFKA_PARTITION + ", " + Table.KAFKA_OFFSET + ", "
                        + Table.KAFKA_TIMESTAMP + " are always there, metric and value in the long form).");
            }
        }
    }

    private void formFits(List<String> key, Form form, boolean infer) {
        if (form == Form.LONG) {
            if (infer) {
                throw broken("infer has no meaning in the long form, which takes every number as it is.");
            }
            if (!key.contains(Table.METRIC)) {
                throw broken("the key " + key + " lacks 'metric', without which the numbers of a message are one row.");
            }
            return;
        }
        for (Column column : columns) {
            if (ColumnSource.of(column.from()).kind().isMeasured()) {
                throw broken("column '" + column.name() + "': from: '" + column.from()
                        + "' is not allowed, it is there by itself in the long form only.");
            }
        }
    }

    /** Without a body only the record's key and headers can say which row is meant. */
    private void deleteFits(List<String> key, Form form) {
        if (form == Form.LONG) {
            throw broken("delete is not allowed in the long form: a message without a body names no metric.");
        }
        for (String part : key) {
            ColumnSource.Kind kind = ColumnSource.of(column(part).from()).kind();
            if (kind != ColumnSource.Kind.KEY && kind != ColumnSource.Kind.HEADER && kind != ColumnSource.Kind.TOPIC) {
                throw broken("delete needs a key from the record's key and headers, column '" + part + "' comes from '"
                        + column(part).from() + "'; allowed are key, topic and header:NAME.");
            }
        }
    }

    private void comparable(String what, String name) {
        if (column(what, name).type() == ColumnType.JSON) {
            throw broken("column '" + name + "' is json and cannot be part of " + what + ", every other type can.");
        }
    }

    private Column column(String name) {
        return column("the key", name);
    }

    private Column column(String what, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> broken(what + " names '" + name + "', allowed are its columns "
                        + columns.stream().map(Column::name).toList() + "."));
    }

    private IllegalArgumentException broken(String sentence) {
        return new IllegalArgumentException("table '" + table + "': " + sentence);
    }
}
