package io.fieldgate.route.reload;

import java.time.Instant;
import java.util.List;

/**
 * What became of a change of the route files, of another file, or of the first reading of the routes.
 *
 * @param file empty for the route files, which are taken together
 * @param entries what the lists name: {@code routes}, {@code rules}, ...
 * @param successful whether all of it is in effect
 * @param added ids of routes, or names
 * @param running all that is in effect
 * @param problems {@code file:line:column: what is wrong}, and what that means
 * @param hash of what was read
 */
public record Receipt(
        Instant at,
        String file,
        String entries,
        boolean successful,
        List<String> added,
        List<String> changed,
        List<String> removed,
        List<String> running,
        List<String> problems,
        String hash) {}
