/** The Camel component {@code zeromq:}, sockets of ZeroMQ into topics, and topics into them. */
@NullMarked
package io.fieldgate.bridge.zeromq;

import org.jspecify.annotations.NullMarked;
