/** YAML files that an operator writes, read with the place of each mistake. */
@NullMarked
package io.fieldgate.yaml;

import org.jspecify.annotations.NullMarked;
