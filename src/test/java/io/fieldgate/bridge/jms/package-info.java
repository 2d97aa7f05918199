@NullMarked
package io.fieldgate.bridge.jms;

import org.jspecify.annotations.NullMarked;
