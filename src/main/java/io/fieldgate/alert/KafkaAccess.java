package io.fieldgate.alert;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway reaches Kafka, as far as alerts need it.
 *
 * @param bootstrapServers brokers to ask first
 * @param clientId begins the client ids
 * @param properties of Kafka's clients, passed on
 */
@ConfigurationProperties("fieldgate.kafka")
record KafkaAccess(
        @DefaultValue("localhost:9092") List<String> bootstrapServers,
        @DefaultValue("fieldgate") String clientId,
        @DefaultValue Map<String, String> properties) {
    String address() {
        return String.join(",", bootstrapServers);
    }

    /** Without the values of {@link #properties}: among them are passwords. */
    @Override
    public String toString() {
        return "KafkaAccess[" + address() + ", clientId=" + clientId + ", properties="
                + new TreeMap<>(properties).keySet() + "]";
    }
}
