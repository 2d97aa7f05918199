@NullMarked
package io.fieldgate.bridge;

import org.jspecify.annotations.NullMarked;
