/** The Camel component {@code ingest:}. It answers an HTTP request only after the exchanges of all its records have succeeded. */
@NullMarked
package io.fieldgate.http;

import org.jspecify.annotations.NullMarked;
