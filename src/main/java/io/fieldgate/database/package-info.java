/** The Camel component {@code database:}, a sink that upserts JSON messages into tables described in {@code config/tables.yaml}. */
@NullMarked
package io.fieldgate.database;

import org.jspecify.annotations.NullMarked;
