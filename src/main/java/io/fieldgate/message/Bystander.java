package io.fieldgate.message;

/**
 * Marks what stands beside routes and only counts or looks: a {@link Batch} may pass it whole. A source that finds nothing
 * but bystanders between itself and a {@link BatchSink} sends batches.
 */
public interface Bystander {}
