/** Route files: how they are loaded, started and kept running. */
@NullMarked
package io.fieldgate.route;

import org.jspecify.annotations.NullMarked;
