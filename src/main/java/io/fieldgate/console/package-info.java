/** What people, and programs for them, ask of a gateway over HTTP, under {@code /api}. */
@NullMarked
package io.fieldgate.console;

import org.jspecify.annotations.NullMarked;
