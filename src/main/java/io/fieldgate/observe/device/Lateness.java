package io.fieldgate.observe.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a device is late, and when it is silent: by limits of the configuration, or by what is usual for it. */
final class Lateness {
    private static final int LATE_INTERVALS = 3;
    private static final int SILENT_INTERVALS = 10;
    /** Devices that send more often than what is seen of them is taken in are not late for that. */
    private static final long LEAST_LATE = Duration.ofSeconds(15).toMillis();

    private static final long LEAST_SILENT = Duration.ofMinutes(1).toMillis();
    /** Of one that has sent once. */
    private static final long UNKNOWN_LATE = Duration.ofMinutes(10).toMillis();

    private static final long UNKNOWN_SILENT = Duration.ofHours(1).toMillis();

    private final long late;
    private final long silent;

    /** A limit that is null depends on the device. */
    Lateness(@Nullable Duration late, @Nullable Duration silent) {
        this.late = late == null ? 0 : late.toMillis();
        this.silent = silent == null ? 0 : silent.toMillis();
    }

    /** @param interval the usual time between its messages in milliseconds; 0 while unknown */
    long lateAfter(long interval) {
        long usual = interval == 0 ? UNKNOWN_LATE : Math.max(LEAST_LATE, LATE_INTERVALS * interval);
        if (late > 0) {
            return late;
        }
        return silent > 0 ? Math.min(silent, usual) : usual;
    }

    long silentAfter(long interval) {
        long usual = interval == 0 ? UNKNOWN_SILENT : Math.max(LEAST_SILENT, SILENT_INTERVALS * interval);
        if (silent > 0) {
            return silent;
        }
        return Math.max(late, usual);
    }

    /** @param last when its last message was, in milliseconds since 1970; 0 for never */
    DeviceState state(long last, long interval, long now) {
        long age = now - last;
        if (last == 0 || age > silentAfter(interval)) {
            return DeviceState.SILENT;
        }
        return age > lateAfter(interval) ? DeviceState.LATE : DeviceState.ONLINE;
    }
}
