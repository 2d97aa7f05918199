/**
 * Routes tried without their surroundings: the real route file and the real components in a Camel context whose ends are
 * replaced. Nothing is sent, nothing is written, no Spring context is started.
 */
@NullMarked
package io.fieldgate.route.trial;

import org.jspecify.annotations.NullMarked;
