/** Who may do what under {@code /api}. */
@NullMarked
package io.fieldgate.http.user;

import org.jspecify.annotations.NullMarked;
