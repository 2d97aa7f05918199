package io.fieldgate.message;

/** An endpoint whose producer may take a {@link Batch} for a body. */
public interface BatchSink {
    /** Whether it can do so with its present options; they do not change any more. */
    boolean takesBatches();
}
