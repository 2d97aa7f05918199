package io.fieldgate.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says now: callers, of any thread, look after it at most once a second. A file that has become wrong, or is gone,
 * leaves what it said before, since letting in everybody or nobody would both be worse.
 */
public final class FollowedText<T> {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedText.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final String entries;
    private final Function<String, T> reader;
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());
    /** Of the file that was last looked at, whether or not it was taken; null = there is none. */
    private volatile @Nullable Stamp stamp;

    private volatile T said;

    private FollowedText(Path file, String entries, Function<String, T> reader, @Nullable Stamp stamp, T said) {
        this.file = file;
        this.entries = entries;
        this.reader = reader;
        this.stamp = stamp;
        this.said = said;
    }

    /** What changes when a file does. */
    private record Stamp(long modified, long size, String key) {
        static @Nullable Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        attributes.size(),
                        String.valueOf(attributes.fileKey()));
            } catch (NoSuchFileException none) {
                return null;
            }
        }
    }

    /**
     * Reads the file.
     *
     * @param entries what stands in it, in the plural
     * @param none what is said while there never was one
     * @param reader throws IllegalArgumentException with a line for each mistake
     * @throws IllegalArgumentException when it is wrong now
     */
    public static <T> FollowedText<T> load(Path file, String entries, T none, Function<String, T> reader) {
        try {
            Stamp stamp = Stamp.of(file);
            return new FollowedText<>(
                    file, entries, reader, stamp, stamp == null ? none : reader.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(file, e), e);
        }
    }

    private static String unreadable(Path file, IOException e) {
        return file + ": cannot be read as text in UTF-8: " + e;
    }

    /** What it says, as of a second ago at most. */
    public T now() {
        long now = System.nanoTime();
        long last = lastLook.get();
        if (now - last >= LOOK_NANOS && lastLook.compareAndSet(last, now)) {
            look();
        }
        return said;
    }

    private void look() {
        Stamp before = stamp;
        try {
            Stamp found = Stamp.of(file);
            if (found == null) {
                if (before != null) {
                    stamp = null;
                    LOG.warn("{} is gone, the {} from before stay until it is there again.", file, entries);
                }
            } else if (!found.equals(before)) {
                // First, so that a wrong file is reported once.
                stamp = found;
                said = reader.apply(Files.readString(file));
                LOG.info("{} has changed and is used from now on.", file);
            }
        } catch (IllegalArgumentException wrong) {
            LOG.warn("{} has changed and is wrong, the {} from before stay.\n{}", file, entries, wrong.getMessage());
        } catch (IOException e) {
            LOG.warn("{}; the {} from before stay.", unreadable(file, e), entries);
        }
    }
}
