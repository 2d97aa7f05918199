package io.fieldgate.http;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One answer as the journal keeps it: length, checksum, and the fields in this order but for the keys, which come first.
 *
 * @param key of the request
 * @param body of the request
 * @param at when it was given, in milliseconds since 1970
 */
record StoredAnswer(Digest key, Digest body, long at, int status, byte[] answer) {
    private static final int HEAD = 2 * Integer.BYTES;
    private static final int FIELDS = 2 * Digest.BYTES + Long.BYTES + Short.BYTES;

    /** In the file. */
    int size() {
        return HEAD + FIELDS + answer.length;
    }

    @SuppressWarnings("ByteBufferBackingArray") // of ByteBuffer.allocate()
    void write(ByteBuffer out) {
        int start = out.position();
        out.putInt(FIELDS + answer.length).putInt(0);
        key.write(out);
        body.write(out);
        out.putLong(at).putShort((short) status).put(answer);
        out.putInt(start + Integer.BYTES, checksum(out.array(), start + HEAD, FIELDS + answer.length));
    }

    /** Null when no whole one follows; then the buffer stands where it stood. */
    @SuppressWarnings("ByteBufferBackingArray") // of ByteBuffer.allocate()
    static @Nullable StoredAnswer read(ByteBuffer in) {
        int start = in.position();
        if (in.remaining() < HEAD + FIELDS) {
            return null;
        }
        int length = in.getInt();
        int checksum = in.getInt();
        if (length < FIELDS || length > in.remaining() || checksum != checksum(in.array(), in.position(), length)) {
            in.position(start);
            return null;
        }
        Digest key = Digest.read(in);
        Digest body = Digest.read(in);
        long at = in.getLong();
        int status = in.getShort();
        byte[] answer = new byte[length - FIELDS];
        in.get(answer);
        return new StoredAnswer(key, body, at, status, answer);
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, length);
        return (int) crc.getValue();
    }
}
