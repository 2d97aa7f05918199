package io.fieldgate.observe.device;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a device sends as usual. */
public enum DeviceState {
    ONLINE,
    /** It should have sent by now. */
    LATE,
    /** It has not sent for so long that something is wrong with it. */
    SILENT;

    /** As people write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null when there is no such state. */
    public static @Nullable DeviceState of(String text) {
        for (DeviceState state : values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        return null;
    }
}
