/** The Camel component {@code rabbitmq:}, AMQP 0-9-1: queues into topics and topics into exchanges. */
@NullMarked
package io.fieldgate.bridge.rabbitmq;

import org.jspecify.annotations.NullMarked;
