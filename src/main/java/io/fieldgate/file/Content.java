package io.fieldgate.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The text in a file, as UTF-8 without byte order mark. gzip is inflated and UTF-16 with a byte order mark converted while
 * reading; then offsets count the bytes that come out, and an offset is reached by reading up to it.
 */
final class Content implements AutoCloseable {
    private static final int MAGIC = 4;
    /** Length of UTF-8's byte order mark. */
    private static final int MARK = 3;

    private static final int BUFFER = 64 * 1024;
    /** Below this many bytes nobody is harmed by any ratio. */
    private static final long HARMLESS = 16L * 1024 * 1024;

    private static final int MOST_RATIO = 200;

    private final FileChannel channel;
    private final InputStream in;
    private final boolean plain;

    private Content(FileChannel channel, InputStream in, boolean plain) {
        this.channel = channel;
        this.in = in;
        this.plain = plain;
    }

    /**
     * Opens a file, never through a symbolic link in its last place.
     *
     * @throws UnreadableFile when it is an archive or is compressed in a way other than gzip
     */
    static Content open(Path file) throws IOException, UnreadableFile {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            return open(channel);
        } catch (BrokenFile broken) {
            channel.close();
            throw broken.asUnreadable();
        } catch (IOException | UnreadableFile | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static Content open(FileChannel channel) throws IOException, UnreadableFile {
        byte[] head = head(channel);
        refuseArchives(head);
        InputStream in = Channels.newInputStream(channel);
        boolean gzip = begins(head, 0x1f, 0x8b);
        if (gzip) {
            in = new Inflated(channel, new BufferedInputStream(in, BUFFER));
            PushbackHead pushback = new PushbackHead(in);
            head = pushback.head();
            in = pushback;
        }
        Charset utf16 = begins(head, 0xff, 0xfe)
                ? StandardCharsets.UTF_16LE
                : begins(head, 0xfe, 0xff) ? StandardCharsets.UTF_16BE : null;
        if (utf16 != null) {
            in.skipNBytes(2);
            return new Content(channel, new Utf16(in, utf16), false);
        }
        if (gzip && hasMark(head)) {
            in.skipNBytes(MARK);
        }
        return new Content(channel, in, !gzip);
    }

    private static void refuseArchives(byte[] head) throws UnreadableFile {
        String kind = begins(head, 'P', 'K', 3, 4)
                ? "a ZIP archive"
                : begins(head, 0x28, 0xb5, 0x2f, 0xfd)
                        ? "compressed with Zstandard"
                        : begins(head, 0xfd, '7', 'z', 'X')
                                ? "compressed with xz"
                                : begins(head, 'B', 'Z', 'h') ? "compressed with bzip2" : null;
        if (kind != null) {
            throw new UnreadableFile("COMPRESSION", "The file is " + kind + ", allowed are plain text and gzip.");
        }
    }

    private static byte[] head(FileChannel channel) throws IOException {
        return Bytes.read(channel, 0, MAGIC);
    }

    private static boolean begins(byte[] head, int... wanted) {
        if (head.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((head[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasMark(byte[] head) {
        return begins(head, 0xef, 0xbb, 0xbf);
    }

    /** Where the text begins: after the byte order mark, which only a plain file counts. */
    long beginning() throws IOException {
        return plain && hasMark(head(channel)) ? MARK : 0;
    }

    Fingerprint fingerprint() throws IOException {
        return Fingerprint.of(channel);
    }

    boolean begins(Fingerprint fingerprint) throws IOException {
        return fingerprint.matches(channel);
    }

    /** Whether offsets are those of the file, so that it can be followed while it grows. */
    boolean isPlain() {
        return plain;
    }

    /** What {@link #seek} has positioned. */
    InputStream stream() {
        return in;
    }

    /** Goes forward to an offset; back only in a plain file. */
    void seek(long current, long wanted) throws IOException, UnreadableFile {
        if (plain) {
            channel.position(wanted);
            return;
        }
        try {
            in.skipNBytes(wanted - current);
        } catch (EOFException shorter) {
            throw new UnreadableFile(
                    "CHANGED", "The file has become shorter than the " + wanted + " bytes that were read before.");
        }
    }

    /** Bytes of the file itself that are read; with {@link #size()} it tells how far a compressed one is. */
    long bytesRead() throws IOException {
        return channel.position();
    }

    /** Bytes of the file. */
    long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** gzip, with a limit on what little bytes may become. */
    private static final class Inflated extends InputStream {
        private final FileChannel channel;
        private final InputStream compressed;
        private @Nullable InputStream in;
        private long inflated;

        Inflated(FileChannel channel, InputStream compressed) {
            this.channel = channel;
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            try {
                if (in == null) {
                    in = new GZIPInputStream(compressed, BUFFER);
                }
                int count = in.read(to, at, length);
                inflated += Math.max(count, 0);
                if (inflated > HARMLESS && inflated > MOST_RATIO * channel.position()) {
                    throw new BrokenFile(
                            "LIMIT_INFLATE",
                            "The file inflates to more than " + MOST_RATIO + " times its size, which no honest log or"
                                    + " export does. It was read up to byte " + inflated + " of its content.");
                }
                return count;
            } catch (ZipException | EOFException broken) {
                throw new BrokenFile(
                        "GZIP",
                        "The gzip file is broken after byte " + inflated + " of its content: "
                                + (broken instanceof EOFException ? "it ends too early" : broken.getMessage()) + ".");
            }
        }
    }

    /** Lets the first bytes be seen before they are read. */
    private static final class PushbackHead extends FilterInputStream {
        PushbackHead(InputStream in) {
            super(new BufferedInputStream(in, BUFFER));
        }

        byte[] head() throws IOException {
            mark(MAGIC);
            byte[] head = readNBytes(MAGIC);
            reset();
            return head;
        }
    }

    /** An {@link UnreadableFile} that is found while reading a stream. */
    static final class BrokenFile extends IOException {
        private final String code;

        BrokenFile(String code, String message) {
            super(message);
            this.code = code;
        }

        UnreadableFile asUnreadable() {
            return new UnreadableFile(code, String.valueOf(getMessage()));
        }
    }
}
