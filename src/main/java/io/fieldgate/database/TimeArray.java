package io.fieldgate.database;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * Times as a parameter of PostgreSQL's type {@code timestamptz[]}, in the binary form of its {@code array_recv} and
 * {@code timestamptz_recv}: microseconds since 2000. Where the connection sends no binary, they are text.
 */
@SuppressWarnings("serial") // the driver's class can be serialized, nobody does that with a parameter
final class TimeArray extends PGobject implements PGBinaryObject {
    /** What the driver has to be told so that it sends the binary form. */
    static final String OID = Integer.toString(Oid.TIMESTAMPTZ_ARRAY);

    private static final String TYPE = "_timestamptz";
    private static final long EPOCH_2000_SECONDS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int NULL = -1;

    private final @Nullable Instant[] times;

    TimeArray(@Nullable Instant[] times) {
        this.times = times;
        setType(TYPE);
    }

    /** The same for a connection on which everything is text. */
    PGobject asText() throws SQLException {
        PGobject text = new PGobject();
        text.setType(TYPE);
        text.setValue(getValue());
        return text;
    }

    @Override
    public String getValue() {
        StringJoiner text = new StringJoiner(",", "{", "}");
        for (@Nullable Instant time : times) {
            text.add(time == null ? "NULL" : '"' + time.toString() + '"');
        }
        return text.toString();
    }

    @Override
    public int lengthInBytes() {
        int length = HEADER_BYTES;
        for (@Nullable Instant time : times) {
            length += Integer.BYTES + (time == null ? 0 : Long.BYTES);
        }
        return length;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteBuffer to = ByteBuffer.wrap(bytes, offset, lengthInBytes());
        int dimensions = 1;
        int hasNulls = 1;
        int firstIndex = 1;
        to.putInt(dimensions)
                .putInt(hasNulls)
                .putInt(Oid.TIMESTAMPTZ)
                .putInt(times.length)
                .putInt(firstIndex);
        for (@Nullable Instant time : times) {
            if (time == null) {
                to.putInt(NULL);
            } else {
                to.putInt(Long.BYTES).putLong(micros(time));
            }
        }
    }

    /** The largest long would be read as infinity; the one before is refused, as a time that has no place there must be. */
    private static long micros(Instant time) {
        long seconds = time.getEpochSecond() - EPOCH_2000_SECONDS;
        long micros = TimeUnit.SECONDS.toMicros(seconds);
        boolean tooFar = micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
        return tooFar ? Long.MAX_VALUE - 1 : micros + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("a parameter, never a result");
    }
}
