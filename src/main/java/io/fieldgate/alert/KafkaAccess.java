package io.fieldgate.alert;

import java.util.Map;
import java.util.function.Function;

/**
 * How alerts reach Kafka.
 *
 * @param address the brokers as one text for messages to an operator
 * @param clients settings of a client whose id ends so
 */
public record KafkaAccess(String address, Function<String, Map<String, Object>> clients) {}
