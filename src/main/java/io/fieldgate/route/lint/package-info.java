/** Finds what is wrong in route files, configuration and the YAML blocks of Markdown, without starting anything. */
@NullMarked
package io.fieldgate.route.lint;

import org.jspecify.annotations.NullMarked;
