package io.fieldgate.route.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that routes and rules may refer to.
 *
 * @param topics those that are listed; null when there is no list
 * @param tables those that are defined; null when there is no definition
 * @param webhooks those that are configured; null when there is no configuration of them
 * @param receivers those that can be told of alerts; null when they stand in a file that is not here
 */
record Known(
        @Nullable Set<String> topics,
        @Nullable Set<String> tables,
        @Nullable Set<String> webhooks,
        @Nullable Set<String> receivers) {}
