package io.fieldgate.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert, and what people have done about it.
 *
 * @param silence the id of the silence that covers it, or null
 * @param inhibited whether others fire that say more
 * @param receivers names of those who are told
 */
public record AlertView(
        Alert alert,
        @Nullable String silence,
        boolean inhibited,
        @Nullable Acknowledgement acknowledgement,
        List<String> receivers) {}
