/**
 * The way of messages through a route, the same for all sources that read on a thread of their own: in order, a window of
 * them at a time, tried again in their place, or dead-lettered.
 */
@NullMarked
package io.fieldgate.lane;

import org.jspecify.annotations.NullMarked;
