package io.fieldgate.route.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that routes may refer to.
 *
 * @param topics those that are listed; null when there is no list
 * @param tables those that are defined; null when there is no definition
 */
record Known(@Nullable Set<String> topics, @Nullable Set<String> tables) {}
