/**
 * What sources share that needs more than Java: the way of messages through a route for those that read on a thread of their own
 * (in order, a window of them at a time, tried again in their place, or dead-lettered), what all of them count, and how their
 * health names a cause.
 */
@NullMarked
package io.fieldgate.lane;

import org.jspecify.annotations.NullMarked;
