/** Nothing here says what may be null: tests read what they have just written. */
package io.fieldgate.observe.device;
