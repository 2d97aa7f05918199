package io.fieldgate.file;

import java.io.IOException;
import java.util.List;

/** A way to choose and read files. Used by one thread, except {@link #progress()} and {@link #waiting()}. */
interface Reading extends AutoCloseable {
    /**
     * Looks for files and sends what they hold into the lane.
     *
     * @return whether there was anything to read; if not, the next round may be a while later
     * @throws IOException when a folder or file cannot be read or written at the moment; the next round tries again
     */
    boolean round() throws IOException, InterruptedException;

    /** How far each file that is being read is stored. */
    List<Checkpoint> checkpoints();

    /** Of what is being read. */
    Progress progress();

    /** Brings the progress up to date; called about once a second, also while records wait. */
    default void refresh() throws IOException {}

    /** How many files wait. */
    int waiting();

    @Override
    void close() throws IOException;
}
