@NullMarked
package io.fieldgate.bridge.jafka;

import org.jspecify.annotations.NullMarked;
