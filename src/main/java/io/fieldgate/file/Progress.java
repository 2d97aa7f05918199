package io.fieldgate.file;

import java.time.Duration;
import java.util.Locale;

/**
 * How far the reading of a file is. Immutable.
 *
 * @param file its path below the root, or how many files it is of; empty while none is read
 * @param bytes of the file that are read
 * @param size of the file in bytes
 * @param records that were read, since the reading began or went on
 * @param bad how many of all its records became dead letters
 * @param bytesAtStart where the reading began or went on
 * @param took since then
 * @param grows whether the file is followed, so that its size is no end
 */
public record Progress(
        String file, long bytes, long size, long records, long bad, long bytesAtStart, Duration took, boolean grows) {
    static final Progress NONE = new Progress("", 0, 0, 0, 0, 0, Duration.ZERO, false);

    /** Records per second since it began. */
    public double rate() {
        return took.isZero() ? 0 : records * 1e9 / took.toNanos();
    }

    /** At the speed until now; zero when that is unknown. */
    public Duration left() {
        long done = bytes - bytesAtStart;
        return done <= 0 ? Duration.ZERO : Duration.ofNanos((long) ((double) took.toNanos() * (size - bytes) / done));
    }

    /** For people: {@code 12 % of 3.1 MB, 40,000 records, 20,000/s, 8 s left}, or {@code 3.1 MB behind, 20,000/s}. */
    public String text() {
        if (grows) {
            return String.format(Locale.ROOT, "%,.1f MB behind, %,.0f/s", (size - bytes) / 1e6, rate());
        }
        return String.format(
                Locale.ROOT,
                "%d %% of %,.1f MB, %,d records, %,.0f/s%s, %s left",
                size == 0 ? 100 : Math.min(100, 100 * bytes / size),
                size / 1e6,
                records,
                rate(),
                bad == 0 ? "" : String.format(Locale.ROOT, ", %,d bad", bad),
                time(left()));
    }

    private static String time(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
