/** The parts of the demo that stand in for real ones: Kafka, an MQTT broker and simulated devices, in this process, on loopback. Nothing but the main class imports it. */
@NullMarked
package io.fieldgate.embedded;

import org.jspecify.annotations.NullMarked;
