/** The Camel component {@code mqtt:}. It acknowledges a message only after its exchange has succeeded. */
@NullMarked
package io.fieldgate.mqtt;

import org.jspecify.annotations.NullMarked;
