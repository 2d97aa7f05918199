package io.fieldgate.lake;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * When files are closed, and how they are written.
 *
 * @param every how old the first row becomes
 * @param bytes how large the files of a partition become together
 * @param compression zstd, snappy, gzip or none
 */
record Rolling(Duration every, long bytes, String compression) {
    private static final List<String> COMPRESSIONS = List.of("zstd", "snappy", "gzip", "none");

    /** As Parquet calls it. */
    String codec() {
        return codec(compression);
    }

    static String codec(String compression) {
        if (!COMPRESSIONS.contains(compression)) {
            throw new IllegalArgumentException(
                    "lake: compression is '" + compression + "', allowed are " + String.join(", ", COMPRESSIONS));
        }
        return compression.equals("none") ? "UNCOMPRESSED" : compression.toUpperCase(Locale.ROOT);
    }
}
