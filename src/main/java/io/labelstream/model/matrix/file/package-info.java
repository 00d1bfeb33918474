/** Matrices of weights as tensors of a file: reading and writing. */
@NullMarked
package io.labelstream.model.matrix.file;

import org.jspecify.annotations.NullMarked;
