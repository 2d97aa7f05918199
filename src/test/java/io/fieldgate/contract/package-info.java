/** What every source and every sink must do, written once; each says where it cannot. */
@NullMarked
package io.fieldgate.contract;

import org.jspecify.annotations.NullMarked;
