/**
 * The Camel component {@code broker:}, Jakarta Messaging: queues and subscriptions of ActiveMQ and its relatives into topics, and
 * topics into queues.
 */
@NullMarked
package io.fieldgate.bridge.jms;

import org.jspecify.annotations.NullMarked;
