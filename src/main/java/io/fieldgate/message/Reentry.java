package io.fieldgate.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint that is a source, and not all of whose dead letters can go into its route again as they are. */
public interface Reentry {
    /**
     * Why one cannot, in a sentence that says what helps.
     *
     * @param headers of the dead letter
     * @return null when it can
     */
    @Nullable
    String objection(Map<String, String> headers);
}
