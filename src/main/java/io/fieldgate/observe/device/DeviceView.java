package io.fieldgate.observe.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device at one moment, by all gateways together.
 *
 * @param lastSeen null when all that ever came of it were dead letters
 * @param route stored its last message
 * @param topic where that is
 * @param messages stored since it was seen first
 * @param interval the usual time between its messages; null while unknown
 * @param lateAfter how long after its last message it is late
 * @param values of its last message, if that was JSON: an object with what stands at its top
 * @param rejects dead letters
 * @param gateways what each has seen
 */
public record DeviceView(
        String id,
        DeviceState state,
        Instant firstSeen,
        @Nullable Instant lastSeen,
        @Nullable String route,
        @Nullable String topic,
        long messages,
        long bytes,
        double perMinute,
        double bytesPerMinute,
        @Nullable Duration interval,
        Duration lateAfter,
        Duration silentAfter,
        JsonNode values,
        long rejects,
        @Nullable LastReject lastReject,
        List<ByGateway> gateways) {

    /** The last dead letter. */
    public record LastReject(Instant at, String code, String route) {}

    /** What one gateway has seen of it. */
    public record ByGateway(
            String gateway,
            long messages,
            long bytes,
            long rejects,
            @Nullable Instant lastSeen) {}
}
