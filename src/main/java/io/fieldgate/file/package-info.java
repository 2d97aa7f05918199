/** The Camel component {@code intake:}. It reads files, and forgets a line only after its exchange has succeeded. */
@NullMarked
package io.fieldgate.file;

import org.jspecify.annotations.NullMarked;
