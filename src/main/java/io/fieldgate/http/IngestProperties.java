package io.fieldgate.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code ingest:} routes take by HTTP, and from whom.
 *
 * @param tokens the file of tokens; while there is none nobody is asked for one, which is allowed on loopback only
 * @param behindProxy whether something in front of the gateway speaks TLS and asks who it is, so that it may listen beyond
 *     loopback without tokens and TLS of its own
 * @param corsOrigins of web pages that may send from elsewhere, like https://shop.example; * for all
 * @param maxRecordSize the largest record
 * @param maxBodySize the largest body, also after unpacking
 * @param maxRecords the most records in one body
 * @param maxInFlight records of all requests together that are on their way to Kafka
 * @param maxInFlightSize bytes of all requests together that are being received or on their way to Kafka
 * @param requestTimeout how long a client waits for the answer at most, once its body is there
 * @param readTimeout the longest silence within a body
 * @param bodyTimeout how long a body may take
 * @param rate records per second that each token may send over a long time
 * @param burst records that a token may send at once
 * @param idempotency the memory of Idempotency-Keys
 */
@ConfigurationProperties("fieldgate.ingest")
public record IngestProperties(
        @DefaultValue("config/tokens.yaml") Path tokens,
        @DefaultValue("false") boolean behindProxy,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("1MB") DataSize maxRecordSize,
        @DefaultValue("10MB") DataSize maxBodySize,
        @DefaultValue("10000") int maxRecords,
        @DefaultValue("20000") int maxInFlight,
        @DefaultValue("64MB") DataSize maxInFlightSize,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("60s") Duration bodyTimeout,
        @DefaultValue("20000") int rate,
        @DefaultValue("40000") int burst,
        @DefaultValue Idempotency idempotency) {
    /**
     * The memory of Idempotency-Keys.
     *
     * @param folder where it is kept; must survive a restart
     * @param window how long a key is remembered
     * @param maxKeys that are remembered
     * @param maxSize of the answers that are remembered
     */
    public record Idempotency(
            @DefaultValue("data/idempotency") Path folder,
            @DefaultValue("24h") Duration window,
            @DefaultValue("100000") int maxKeys,
            @DefaultValue("32MB") DataSize maxSize) {}

    /** @throws IllegalArgumentException naming the key and what is allowed */
    public IngestProperties {
        corsOrigins = List.copyOf(corsOrigins);
        atLeast("max-record-size", maxRecordSize.toBytes(), 1);
        atLeast("max-body-size", maxBodySize.toBytes(), maxRecordSize.toBytes());
        if (maxBodySize.toBytes() > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("fieldgate.ingest.max-body-size is " + maxBodySize + ", allowed is 1GB");
        }
        atLeast("max-records", maxRecords, 1);
        atLeast("max-in-flight", maxInFlight, maxRecords);
        atLeast("max-in-flight-size", maxInFlightSize.toBytes(), 2 * maxBodySize.toBytes());
        atLeast("request-timeout", requestTimeout.toMillis(), 1);
        atLeast("read-timeout", readTimeout.toMillis(), 1);
        atLeast("body-timeout", bodyTimeout.toMillis(), 1);
        atLeast("rate", rate, 1);
        atLeast("burst", burst, 1);
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "fieldgate.ingest." + key + " is " + value + ", allowed is " + least + " and more");
        }
    }
}
