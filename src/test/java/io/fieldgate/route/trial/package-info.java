@NullMarked
package io.fieldgate.route.trial;

import org.jspecify.annotations.NullMarked;
