package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of a table as they are known now. A table that infers gets one for each field at the top of a payload that
 * no column takes; the type that a column has got in the database it keeps, also over a restart and for other gateways,
 * since those of the database are learned before the first message is read and whenever columns are added. Threads: any
 * number.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    /** Devices that make up names must not make up a table without end. */
    private static final int MOST_FOUND = 200;
    /** Beyond this many names each payload is looked at closely, which only costs time. */
    private static final int MOST_SEEN = 1_000;
    /** How often a waiting caller looks whether it was stopped. */
    private static final long LOOK_MILLIS = 100;

    private final Table declared;
    private final CountDownLatch learned = new CountDownLatch(1);
    private final Set<String> leftOut = new HashSet<>();
    /** Fields that have a column by now or never will. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private volatile RowReader reader;

    Schema(Table declared) {
        this.declared = declared;
        this.reader = new RowReader(declared);
    }

    /** The table with the columns that it has by now. */
    Table table() {
        return reader.table();
    }

    RowReader reader() {
        return reader;
    }

    /** The reader of a payload, after its fields have got their columns. */
    RowReader reader(Payload message) {
        RowReader now = reader;
        if (!declared.infer()) {
            return now;
        }
        JsonNode payload = message.tree();
        boolean allSeen = true;
        for (Map.Entry<String, JsonNode> field : payload.properties()) {
            allSeen &= seen.contains(field.getKey()) || Payload.isAbsent(field.getValue());
        }
        if (allSeen) {
            return now;
        }
        List<Column> unknown = unknown(now.table(), payload);
        RowReader next = unknown.isEmpty() ? now : add(unknown);
        if (seen.size() < MOST_SEEN) {
            payload.properties().stream()
                    .filter(field -> !Payload.isAbsent(field.getValue()))
                    .forEach(field -> seen.add(field.getKey()));
        }
        return next;
    }

    /**
     * Waits until the columns of the database are known, if the table infers.
     *
     * @param goOn asked while waiting
     * @return false when the caller may not go on
     */
    boolean awaitLearned(BooleanSupplier goOn) throws InterruptedException {
        while (declared.infer() && !learned.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Takes over what the columns of the database are, but for those of the configuration. */
    void learn(List<Column> inDatabase) {
        if (declared.infer()) {
            correct(inDatabase);
            var unused = add(inDatabase);
        }
        learned.countDown();
    }

    /** Another gateway may have found a field first and taken it for something else. */
    private synchronized void correct(List<Column> inDatabase) {
        Map<String, ColumnType> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inDatabase.forEach(column -> types.put(column.name(), column.type()));
        List<Column> found = table().columns()
                .subList(declared.columns().size(), table().columns().size());
        List<Column> correct = found.stream()
                .map(column -> column.as(types.getOrDefault(column.name(), column.type())))
                .toList();
        if (!correct.equals(found)) {
            reader = new RowReader(declared.with(correct), declared.columns().size());
        }
    }

    private synchronized RowReader add(List<Column> found) {
        Set<String> names = names(table());
        List<Column> fresh = found.stream()
                .filter(column -> names.add(column.name().toLowerCase(Locale.ROOT)))
                .toList();
        int room = MOST_FOUND - (table().columns().size() - declared.columns().size());
        for (Column tooMany : fresh.subList(Math.min(room, fresh.size()), fresh.size())) {
            leaveOut(tooMany.name(), "it has been given " + MOST_FOUND + " columns, which is the most");
        }
        List<Column> added = fresh.subList(0, Math.min(room, fresh.size()));
        if (!added.isEmpty()) {
            reader = new RowReader(table().with(added), declared.columns().size());
        }
        return reader;
    }

    private List<Column> unknown(Table table, JsonNode payload) {
        Set<String> names = names(table);
        Set<String> taken = new HashSet<>();
        table.columns().forEach(column -> {
            JsonPointer pointer = ColumnSource.of(column.from()).pointer();
            if (!pointer.matches()) {
                taken.add(pointer.getMatchingProperty());
            }
        });
        List<Column> unknown = new ArrayList<>();
        payload.properties().forEach(field -> {
            String name = field.getKey();
            if (taken.contains(name) || Payload.isAbsent(field.getValue())) {
                return;
            }
            if (!Identifier.isAllowed(name)) {
                leaveOut(name, "its name cannot be a column's");
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                leaveOut(name, "another column has the name in upper or lower case");
            } else {
                unknown.add(new Column(name, typeOf(field.getValue()), "/" + name, true, null));
            }
        });
        return unknown;
    }

    private static Set<String> names(Table table) {
        Set<String> names = new HashSet<>();
        table.stored().forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    private static ColumnType typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> ColumnType.DOUBLE;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case ARRAY, OBJECT, POJO -> ColumnType.JSON;
            default -> ColumnType.TEXT;
        };
    }

    /** Says once that a field is not stored. */
    private void leaveOut(String field, String reason) {
        synchronized (leftOut) {
            if (leftOut.size() < MOST_FOUND && leftOut.add(field)) {
                LOG.warn(
                        "Table '{}' does not store the field '{}', which stays in Kafka: {}",
                        declared.name(),
                        field,
                        reason);
            }
        }
    }
}
