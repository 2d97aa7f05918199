/** The main class and its wiring. */
@NullMarked
package io.fieldgate;

import org.jspecify.annotations.NullMarked;
