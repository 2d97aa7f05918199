@NullMarked
package io.fieldgate.mqtt;

import org.jspecify.annotations.NullMarked;
