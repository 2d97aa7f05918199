/**
 * Alerts on Kafka topics: rules, the state of each rule for each device, and the Kafka Streams topology that keeps it.
 * Rules and states are pure, time is an argument.
 */
@NullMarked
package io.fieldgate.alert;

import org.jspecify.annotations.NullMarked;
