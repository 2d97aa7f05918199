/** Route files while the gateway runs: what of them is in effect, and how a change comes into effect. */
@NullMarked
package io.fieldgate.route.reload;

import org.jspecify.annotations.NullMarked;
