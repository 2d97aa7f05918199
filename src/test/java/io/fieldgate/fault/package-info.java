/** What tests break things with. */
@NullMarked
package io.fieldgate.fault;

import org.jspecify.annotations.NullMarked;
