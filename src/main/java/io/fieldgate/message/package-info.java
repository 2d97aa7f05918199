/**
 * What every source and sink agrees on: topic filters with captures, which headers travel, how failures are sorted, the
 * window that acknowledges in order, and the door to the dead-letter topics. Pure: nothing but the JDK.
 */
@NullMarked
package io.fieldgate.message;

import org.jspecify.annotations.NullMarked;
