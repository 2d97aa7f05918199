@NullMarked
package io.fieldgate.bridge.redis;

import org.jspecify.annotations.NullMarked;
