@NullMarked
package io.fieldgate.bridge.rabbitmq;

import org.jspecify.annotations.NullMarked;
