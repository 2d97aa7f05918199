/** The command line. */
@NullMarked
package io.fieldgate.command;

import org.jspecify.annotations.NullMarked;
