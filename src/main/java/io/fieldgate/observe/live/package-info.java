/** The gateway as it is now and was lately, for people who look at it. */
@NullMarked
package io.fieldgate.observe.live;

import org.jspecify.annotations.NullMarked;
