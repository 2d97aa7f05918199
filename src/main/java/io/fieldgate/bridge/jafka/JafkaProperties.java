package io.fieldgate.bridge.jafka;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Jafka that {@code jafka:} routes read unless they name another broker.
 *
 * @param broker host:port
 * @param checkpoints the folder that keeps how far each route has read; it must survive a restart
 * @param checkpointInterval how often that is saved, and so how much a {@code kill -9} may repeat
 * @param metadataMaxAge how often it is looked whether there are new partitions; the broker's log has an error for each look
 * @param timeout the longest wait for an answer
 */
@ConfigurationProperties("fieldgate.jafka")
public record JafkaProperties(
        @DefaultValue("localhost:9092") String broker,
        @DefaultValue("data/checkpoints") Path checkpoints,
        @DefaultValue("500ms") Duration checkpointInterval,
        @DefaultValue("5m") Duration metadataMaxAge,
        @DefaultValue("10s") Duration timeout) {
    public JafkaProperties {
        try {
            BrokerAddress.parse(broker);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("fieldgate.jafka.broker " + refused.getMessage(), refused);
        }
        if (checkpointInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "fieldgate.jafka.checkpoint-interval is " + checkpointInterval + ", allowed is 0s and more");
        }
        if (metadataMaxAge.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "fieldgate.jafka.metadata-max-age is " + metadataMaxAge + ", allowed is 1s and more");
        }
        if (timeout.toMillis() < 1_000 || timeout.toMinutes() > 60) {
            throw new IllegalArgumentException("fieldgate.jafka.timeout is " + timeout + ", allowed is 1s to 60m");
        }
    }
}
