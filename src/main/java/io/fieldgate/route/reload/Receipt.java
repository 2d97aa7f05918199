package io.fieldgate.route.reload;

import java.time.Instant;
import java.util.List;

/**
 * What became of a change of the route files, or of their first reading.
 *
 * @param successful whether all of it is in effect
 * @param added ids of routes
 * @param running the ids of all routes that files have made
 * @param problems {@code file:line:column: what is wrong}, and what that means
 * @param hash of the files that were read
 */
public record Receipt(
        Instant at,
        boolean successful,
        List<String> added,
        List<String> changed,
        List<String> removed,
        List<String> running,
        List<String> problems,
        String hash) {}
