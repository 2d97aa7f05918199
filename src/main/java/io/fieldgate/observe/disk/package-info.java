/** The disk that the gateway writes to. */
@NullMarked
package io.fieldgate.observe.disk;

import org.jspecify.annotations.NullMarked;
