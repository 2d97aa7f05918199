/**
 * The Camel sink {@code database:TABLE}. JSON messages become rows, effectively once: upserted by key, a batch per
 * transaction, an exchange completed only after its commit, and an older record never overwrites a newer one.
 */
@NullMarked
package io.fieldgate.database;

import org.jspecify.annotations.NullMarked;
