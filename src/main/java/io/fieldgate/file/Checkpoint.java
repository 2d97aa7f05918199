package io.fieldgate.file;

import org.jspecify.annotations.Nullable;

/**
 * How far a file is stored in Kafka.
 *
 * @param file its path below the root when it was last seen
 * @param key the number that the file system gives it
 * @param fingerprint how it begins
 * @param offset where the first record begins that may not be stored yet, as {@link Piece#end()}
 * @param line number of the line there
 * @param bad how many of its records became dead letters
 */
record Checkpoint(String file, String key, Fingerprint fingerprint, long offset, long line, long bad) {
    static @Nullable Checkpoint of(Iterable<Checkpoint> all, String key) {
        for (Checkpoint checkpoint : all) {
            if (checkpoint.key.equals(key)) {
                return checkpoint;
            }
        }
        return null;
    }
}
