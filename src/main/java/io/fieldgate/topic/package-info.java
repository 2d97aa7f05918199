/** The Camel component {@code topic:}, Kafka at both ends: the shared producer, the consumer that commits after success, provisioning, dead letters. */
@NullMarked
package io.fieldgate.topic;

import org.jspecify.annotations.NullMarked;
