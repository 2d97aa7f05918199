package io.fieldgate.observe.device;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some of the devices that somebody has asked for.
 *
 * @param total how many there are without the limit
 * @param states how many devices of each state there are, whatever was asked for
 * @param next where the next page begins; null when this is the last
 */
public record DevicePage(
        Instant at,
        int total,
        Map<DeviceState, Integer> states,
        @Nullable String next,
        List<DeviceView> devices) {}
