/** Vectors of words from which the training of a network starts. */
@NullMarked
package io.labelstream.train.inception.vectors;

import org.jspecify.annotations.NullMarked;
