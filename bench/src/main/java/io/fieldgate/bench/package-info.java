/** Measures gateways that bring MQTT QoS 1 into Kafka, each in a process of its own, under the same load. */
@NullMarked
package io.fieldgate.bench;

import org.jspecify.annotations.NullMarked;
