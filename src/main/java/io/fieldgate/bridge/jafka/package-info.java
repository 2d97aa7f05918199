/** The Camel component {@code jafka:}, topics of Jafka, which speaks the protocol of Kafka 0.7, into topics. */
@NullMarked
package io.fieldgate.bridge.jafka;

import org.jspecify.annotations.NullMarked;
