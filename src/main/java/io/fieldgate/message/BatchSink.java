package io.fieldgate.message;

/** An endpoint whose producer may take a {@link Batch} for a body. */
public interface BatchSink {
    /** Whether it can do so with its present options; they do not change any more. */
    boolean takesBatches();

    /**
     * Passes on now what it keeps back to pass on more at a time. For a source whose window is full: nothing more comes that
     * others could wait for. Returns at once. Any thread.
     */
    void flush();
}
