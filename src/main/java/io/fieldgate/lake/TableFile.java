package io.fieldgate.lake;

import io.fieldgate.database.Column;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/** A Parquet file that is being written: the rows of one date of a partition. Threads: one at a time. */
final class TableFile {
    /** More would compress a little better and cost memory for each partition and date. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Storage storage;
    private final String path;
    private final OutputStream file;
    private final Target target;
    private final ParquetWriter<List<@Nullable Object>> writer;
    private long first = -1;
    private long last = -1;

    TableFile(Storage storage, String path, List<Column> columns, String codec) throws IOException {
        this.storage = storage;
        this.path = path;
        this.file = storage.output(path);
        this.target = new Target(new BufferedOutputStream(file, BUFFER_BYTES));
        try {
            this.writer = new Builder(target, columns)
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.valueOf(codec))
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .build();
        } catch (IOException | RuntimeException e) {
            storage.abandon(file);
            throw e;
        }
    }

    String path() {
        return path;
    }

    void write(long offset, List<@Nullable Object> values) throws IOException {
        writer.write(values);
        first = first < 0 ? offset : Math.min(first, offset);
        last = Math.max(last, offset);
    }

    /** The least offset of its rows. */
    long first() {
        return first;
    }

    /** The greatest. */
    long last() {
        return last;
    }

    /** About how large it is. */
    long bytes() {
        return writer.getDataSize();
    }

    /** How long it is once it is closed. */
    long length() {
        return target.position;
    }

    /** It is whole with this. */
    void close() throws IOException {
        writer.close();
    }

    /** Leaves a half of it, or nothing. */
    void abandon() throws IOException {
        storage.abandon(file);
    }

    /** What Parquet writes to. */
    private static final class Target extends PositionOutputStream implements OutputFile {
        private final OutputStream out;
        private long position;
        private boolean closed;

        Target(OutputStream out) {
            this.out = out;
        }

        @Override
        public PositionOutputStream create(long blockSize) {
            return this;
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return this;
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                out.close();
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<List<@Nullable Object>, Builder> {
        private final List<Column> columns;

        Builder(OutputFile file, List<Column> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Parquet has it implemented still
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
            return new RowFormat(columns);
        }

        @Override
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(@Nullable ParquetConfiguration unused) {
            return new RowFormat(columns);
        }
    }
}
