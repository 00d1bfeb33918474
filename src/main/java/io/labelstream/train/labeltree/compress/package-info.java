/** Makes label trees small: leaves out rare labels on demand, and the weights and features that matter least. */
@NullMarked
package io.labelstream.train.labeltree.compress;

import org.jspecify.annotations.NullMarked;
