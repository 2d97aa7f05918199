package io.fieldgate.route.reload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a route file is in effect.
 *
 * @param hash of what runs; null while nothing of it does
 * @param since when that runs; null likewise
 * @param routes their ids
 * @param problems why what stands in the file now does not run; empty when it does
 */
public record FileState(
        String file, @Nullable String hash, @Nullable Instant since, List<String> routes, List<String> problems) {
    /** Whether its routes do not run in any version. */
    public boolean isDisabled() {
        return hash == null;
    }
}
