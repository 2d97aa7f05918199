package io.fieldgate.http;

import static java.util.stream.Collectors.groupingBy;

import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of {@code config/tokens.yaml}, as they stand there now: callers look after the file at most once a second. A
 * file that has become wrong, or is gone, leaves the tokens from before, since letting in everybody or nobody would both be
 * worse.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Ours have 46 characters; nobody may make the gateway hash a megabyte. */
    private static final int MAX_BEARER = 512;
    /** Enough to tell tokens apart, so that only one is compared. */
    private static final int INDEXED_DIGITS = 16;

    private final Path file;
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());
    private volatile Known known;

    private Tokens(Path file, Known known) {
        this.file = file;
        this.known = known;
    }

    /**
     * @param stamp of the file that was last looked at, whether or not it was taken; null = there is none
     * @param required whether a token is asked for
     * @param byHash under the first digits of its SHA-256, which a client cannot choose
     */
    private record Known(@Nullable Stamp stamp, boolean required, Map<String, List<Token>> byHash) {}

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
     * Reads the file; without one, no token is asked for.
     *
     * @throws IllegalArgumentException with a line for each mistake in the file
     */
    static Tokens load(Path file) {
        try {
            Stamp stamp = Stamp.of(file);
            return new Tokens(file, stamp == null ? new Known(null, false, Map.of()) : read(file, stamp));
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(file, e), e);
        }
    }

    private static Known read(Path file, Stamp stamp) throws IOException {
        List<Token> tokens = TokenList.parse(file, Files.readString(file)).tokens();
        return new Known(
                stamp,
                true,
                tokens.stream().collect(groupingBy(token -> token.sha256().substring(0, INDEXED_DIGITS))));
    }

    private static String unreadable(Path file, IOException e) {
        return file + ": cannot be read as text in UTF-8: " + e;
    }

    /** Whether a token is asked for: since there was a file, even if its list is empty. */
    boolean required() {
        look();
        return known.required();
    }

    /**
     * Whose token it is; null when it is nobody's.
     *
     * @param bearer what the client shows
     */
    @Nullable
    Token find(@Nullable String bearer) {
        look();
        if (bearer == null || bearer.length() > MAX_BEARER) {
            return null;
        }
        String shown = Sha256.hex(bearer);
        Token found = null;
        for (Token token : known.byHash().getOrDefault(shown.substring(0, INDEXED_DIGITS), List.of())) {
            if (isEqual(token.sha256(), shown)) {
                found = token;
            }
        }
        return found;
    }

    /** In a time that does not depend on where they differ. */
    private static boolean isEqual(String sha256, String shown) {
        return MessageDigest.isEqual(
                sha256.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }

    private void look() {
        long now = System.nanoTime();
        long last = lastLook.get();
        if (now - last < LOOK_NANOS || !lastLook.compareAndSet(last, now)) {
            return;
        }
        Known before = known;
        try {
            Stamp stamp = Stamp.of(file);
            if (stamp == null) {
                if (before.stamp() != null) {
                    known = new Known(null, before.required(), before.byHash());
                    LOG.warn("{} is gone, the tokens from before stay until it is there again.", file);
                }
            } else if (!stamp.equals(before.stamp())) {
                // First, so that a wrong file is reported once.
                known = new Known(stamp, before.required(), before.byHash());
                known = read(file, stamp);
                LOG.info("{} has changed and is used from now on.", file);
            }
        } catch (IllegalArgumentException wrong) {
            LOG.warn("{} has changed and is wrong, the tokens from before stay.\n{}", file, wrong.getMessage());
        } catch (IOException e) {
            LOG.warn("{}; the tokens from before stay.", unreadable(file, e));
        }
    }
}
