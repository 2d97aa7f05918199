/**
 * What every source and sink agrees on: topic filters with captures, which headers travel, how failures are sorted, how
 * JSON and CSV are read, the window that acknowledges in order, messages that go in batches, and the door to the
 * dead-letter topics. Pure: nothing but the JDK.
 */
@NullMarked
package io.fieldgate.message;

import org.jspecify.annotations.NullMarked;
