/** What is known of each device. */
@NullMarked
package io.fieldgate.observe.device;

import org.jspecify.annotations.NullMarked;
