/** Matrices of weights: on the heap, in the bytes of a file, and as tables whose rows are looked up. */
@NullMarked
package io.labelstream.model.matrix;

import org.jspecify.annotations.NullMarked;
