package io.fieldgate.route.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that routes and rules may refer to.
 *
 * @param topics those that are listed; null when there is no list
 * @param tables those that are defined; null when there is no definition
 * @param receivers those that can be told of alerts
 */
record Known(@Nullable Set<String> topics, @Nullable Set<String> tables, Set<String> receivers) {}
