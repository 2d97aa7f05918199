/** People whom an OpenID provider knows. */
@NullMarked
package io.fieldgate.http.oidc;

import org.jspecify.annotations.NullMarked;
