package io.fieldgate.bench;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a contender connects.
 *
 * @param mqtt URL of the MQTT broker
 * @param clientId its session there
 * @param bootstrapServers of Kafka
 * @param topic which exists
 */
record Target(URI mqtt, String clientId, String bootstrapServers, String topic) {
    /** Messages that the broker may have un-acknowledged at the contender, as Fieldgate's default. */
    static final int RECEIVE_MAXIMUM = 1_000;

    static final long SESSION_EXPIRY_SECONDS = 86_400;

    String[] toArguments() {
        return new String[] {mqtt.toString(), clientId, bootstrapServers, topic};
    }

    static Target of(String[] arguments) {
        return new Target(URI.create(arguments[0]), arguments[1], arguments[2], arguments[3]);
    }

    /** A producer with Fieldgate's settings, for the loops written by hand. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "batch.size",
                131_072,
                "buffer.memory",
                67_108_864L,
                "delivery.timeout.ms",
                Integer.MAX_VALUE));
        if (Boolean.getBoolean(CommonHeaders.PROPERTY)) {
            settings.put("interceptor.classes", CommonHeaders.class.getName());
        }
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
