/** Which message a log event, or a span, belongs to. */
@NullMarked
package io.fieldgate.observe.trace;

import org.jspecify.annotations.NullMarked;
