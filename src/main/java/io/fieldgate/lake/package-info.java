/**
 * The Camel sink {@code lake:TABLE}. Records of a topic become rows of Parquet files, exactly once: the files of a partition
 * are committed together with the offset that follows them, and its source begins there.
 */
@NullMarked
package io.fieldgate.lake;

import org.jspecify.annotations.NullMarked;
