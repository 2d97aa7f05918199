/**
 * What all neighbours have in common, brokers that messages are taken from and given to: a connection that comes back, a
 * window that is acknowledged from its head, and the order kept. Each neighbour is a package below.
 */
@NullMarked
package io.fieldgate.bridge;

import org.jspecify.annotations.NullMarked;
