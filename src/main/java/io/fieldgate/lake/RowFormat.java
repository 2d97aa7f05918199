package io.fieldgate.lake;

import io.fieldgate.database.Column;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** How the columns of a table stand in a Parquet file. Threads: one at a time. */
final class RowFormat extends WriteSupport<List<@Nullable Object>> {
    private final List<Column> columns;
    private @Nullable RecordConsumer consumer;

    RowFormat(List<Column> columns) {
        this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet has it implemented still
    public WriteContext init(Configuration unused) {
        return context();
    }

    @Override
    public WriteContext init(@Nullable ParquetConfiguration unused) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(
                new MessageType("row", columns.stream().map(RowFormat::type).toList()), Map.of());
    }

    private static Type type(Column column) {
        Type.Repetition repetition = column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
        return switch (column.type()) {
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case JSON ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.jsonType())
                        .named(column.name());
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
            case TIMESTAMP ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(column.name());
        };
    }

    @Override
    public void prepareForWrite(RecordConsumer to) {
        consumer = to;
    }

    @Override
    public void write(List<@Nullable Object> values) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("not prepared");
        }
        to.startMessage();
        for (int i = 0; i < values.size(); i++) {
            @Nullable Object value = values.get(i);
            if (value != null) {
                String name = columns.get(i).name();
                to.startField(name, i);
                add(to, value);
                to.endField(name, i);
            }
        }
        to.endMessage();
    }

    private static void add(RecordConsumer to, Object value) {
        if (value instanceof String text) {
            to.addBinary(Binary.fromString(text));
        } else if (value instanceof Double number) {
            to.addDouble(number);
        } else if (value instanceof Long number) {
            to.addLong(number);
        } else if (value instanceof Boolean truth) {
            to.addBoolean(truth);
        } else if (value instanceof Instant time) {
            to.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        } else {
            throw new IllegalArgumentException("a column has no " + value.getClass());
        }
    }
}
