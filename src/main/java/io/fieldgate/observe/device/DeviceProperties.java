package io.fieldgate.observe.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of each device.
 *
 * @param enabled whether anything is
 * @param topic the compacted topic that it is kept in, made when it is missing
 * @param limit the most devices; when there are more, those silent for longest are forgotten
 * @param writeInterval how often what has changed is written
 * @param lateAfter how long after its last message a device is late; null for three times its own usual interval
 * @param silentAfter how long after its last message a device is silent; null for ten times its own usual interval
 * @param forgetAfter how long after its last message a device is forgotten
 */
@ConfigurationProperties("fieldgate.devices")
public record DeviceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("fieldgate.devices") String topic,
        @DefaultValue("100000") int limit,
        @DefaultValue("5s") Duration writeInterval,
        @Nullable Duration lateAfter,
        @Nullable Duration silentAfter,
        @DefaultValue("30d") Duration forgetAfter) {
    private static final int MOST = 1_000_000;

    /** @throws IllegalArgumentException naming the key at fault and what is allowed */
    public DeviceProperties {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "fieldgate.devices.limit is " + limit + ", allowed is 1 to " + MOST + " devices");
        }
        check("write-interval", writeInterval, Duration.ofMillis(100));
        check("forget-after", forgetAfter, Duration.ofMinutes(1));
        check("late-after", lateAfter, Duration.ofSeconds(1));
        check("silent-after", silentAfter, Duration.ofSeconds(1));
        if (lateAfter != null && silentAfter != null && silentAfter.compareTo(lateAfter) < 0) {
            throw new IllegalArgumentException("fieldgate.devices.silent-after is " + silentAfter
                    + ", allowed is late-after (" + lateAfter + ") and longer");
        }
    }

    private static void check(String key, @Nullable Duration value, Duration least) {
        if (value != null && value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "fieldgate.devices." + key + " is " + value + ", allowed is " + least + " and longer");
        }
    }
}
