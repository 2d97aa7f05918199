/** HTTP as a source of records. */
@NullMarked
package io.fieldgate.http;

import org.jspecify.annotations.NullMarked;
