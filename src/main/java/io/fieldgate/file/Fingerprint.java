package io.fieldgate.file;

import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * How a file begins. With the number that the file system gives it, it tells whether a file is still the one that was read
 * before: numbers are used again.
 *
 * @param bytes how many bytes of the beginning it covers, at most 1024
 * @param sha256 of them, in hexadecimal
 */
record Fingerprint(int bytes, String sha256) {
    private static final int MOST = 1024;

    static Fingerprint of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return of(channel);
        }
    }

    static Fingerprint of(FileChannel file) throws IOException {
        return of(file, MOST);
    }

    /** Whether the file still begins so; it may have grown. */
    boolean matches(FileChannel file) throws IOException {
        return of(file, bytes).equals(this);
    }

    boolean matches(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return matches(channel);
        }
    }

    /** Whether a longer file has more to tell. */
    boolean isShort() {
        return bytes < MOST;
    }

    private static Fingerprint of(FileChannel file, int most) throws IOException {
        byte[] head = Bytes.read(file, 0, most);
        return new Fingerprint(head.length, Sha256.hex(head));
    }
}
