/** What is seen of routes while they run. */
@NullMarked
package io.fieldgate.observe;

import org.jspecify.annotations.NullMarked;
