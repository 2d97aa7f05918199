package io.fieldgate.lake;

import io.fieldgate.database.Table;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Write the records of a topic as rows of Parquet files in a folder, HDFS or S3, exactly once: the files of a partition are
 * committed together with its offset, and the topic is read on from there.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "lake",
        title = "Lake",
        syntax = "lake:table",
        producerOnly = true,
        category = {Category.FILE, Category.BIGDATA})
public class LakeEndpoint extends DefaultEndpoint implements PositionSink {
    @UriPath(description = "The table that a file has the columns of, by its name in config/tables.yaml")
    @Metadata(required = true)
    private final String table;

    @UriParam(defaultValue = "300000", javaType = "java.time.Duration")
    private long every = Duration.ofMinutes(5).toMillis();

    @UriParam(defaultValue = "128MB")
    private String size = "128MB";

    @UriParam(defaultValue = "zstd", enums = "zstd,snappy,gzip,none")
    private String compression = "zstd";

    private @Nullable Lake lake;

    LakeEndpoint(String uri, LakeComponent component, String table) {
        super(uri, component);
        this.table = table;
    }

    @Override
    public Producer createProducer() {
        return lakeComponent().producer(this);
    }

    @Override
    public PositionStore positions() {
        return lake().positions();
    }

    @Override
    public boolean gathers() {
        return true;
    }

    /** Where it writes to, from the first message or question on. */
    synchronized Lake lake() {
        Lake present = lake;
        if (present == null) {
            present = new Lake(
                    table,
                    this::definition,
                    Storage.of(lakeComponent().properties()),
                    new Rolling(Duration.ofMillis(every), DataSize.parse(size).toBytes(), compression),
                    lakeComponent().meters(table));
            lake = present;
        }
        return present;
    }

    /** Of the table, as it is configured at the moment. */
    Table definition() {
        return lakeComponent().table(table);
    }

    private LakeComponent lakeComponent() {
        return (LakeComponent) getComponent();
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (lake != null) {
            lake.close();
            lake = null;
        }
        super.doStop();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "lake:" + table + " can only be written to; 'to: lake:" + table + "' is allowed, 'from:' is not.");
    }

    public String getTable() {
        return table;
    }

    public long getEvery() {
        return every;
    }

    /** How old the first row of a file becomes before the file is closed and can be read: 1s to 24h. */
    public void setEvery(long every) {
        if (every < 1_000 || every > Duration.ofDays(1).toMillis()) {
            throw new IllegalArgumentException("lake:" + table + ": every is " + every + " ms, allowed is 1s to 24h");
        }
        this.every = every;
    }

    public String getSize() {
        return size;
    }

    /**
     * How large the files of a partition become together before they are closed: 1MB to 4GB. Of what is gathered about 8 MB
     * for each partition and date are in memory.
     */
    public void setSize(String size) {
        long bytes;
        try {
            bytes = DataSize.parse(size).toBytes();
        } catch (IllegalArgumentException unreadable) {
            bytes = -1;
        }
        if (bytes < DataSize.ofMegabytes(1).toBytes()
                || bytes > DataSize.ofGigabytes(4).toBytes()) {
            throw new IllegalArgumentException(
                    "lake:" + table + ": size is '" + size + "', allowed is 1MB to 4GB, for example 128MB");
        }
        this.size = size;
    }

    public String getCompression() {
        return compression;
    }

    /** How the columns in a file are compressed. */
    public void setCompression(String compression) {
        Rolling.codec(compression);
        this.compression = compression;
    }
}
