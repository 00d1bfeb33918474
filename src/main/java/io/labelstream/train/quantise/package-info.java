/** Codes matrices in few bits, for every family: k-means, and the quantisers of single numbers and of rows. */
@NullMarked
package io.labelstream.train.quantise;

import org.jspecify.annotations.NullMarked;
