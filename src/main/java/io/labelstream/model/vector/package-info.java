/** Compact forms of vectors. */
@NullMarked
package io.labelstream.model.vector;

import org.jspecify.annotations.NullMarked;
