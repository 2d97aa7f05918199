package io.fieldgate.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Looks at bytes of a file without moving in it. */
final class Bytes {
    private Bytes() {}

    /** Bytes of a file at a place, as many as there are, at most so many; its position stays. */
    static byte[] read(FileChannel file, long at, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {
            // Short reads are allowed.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
