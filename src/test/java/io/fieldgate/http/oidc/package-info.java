@NullMarked
package io.fieldgate.http.oidc;

import org.jspecify.annotations.NullMarked;
