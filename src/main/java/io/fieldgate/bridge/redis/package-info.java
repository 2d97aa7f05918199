/** The Camel component {@code redis:}, streams, lists and channels of Redis into topics, and topics into them. */
@NullMarked
package io.fieldgate.bridge.redis;

import org.jspecify.annotations.NullMarked;
