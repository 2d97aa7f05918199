package io.fieldgate.http;

import java.nio.ByteBuffer;

/** 32 bytes of SHA-256 as a value: compared, and the key of a map. */
record Digest(long a, long b, long c, long d) {
    static final int BYTES = 4 * Long.BYTES;

    static Digest of(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has " + BYTES + " bytes, not " + sha256.length);
        }
        return read(ByteBuffer.wrap(sha256));
    }

    static Digest read(ByteBuffer in) {
        return new Digest(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    void write(ByteBuffer out) {
        out.putLong(a).putLong(b).putLong(c).putLong(d);
    }
}
