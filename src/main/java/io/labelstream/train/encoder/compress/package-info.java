/** Makes sentence encoders smaller: fewer word pieces, fewer dimensions, weights of one byte. */
@NullMarked
package io.labelstream.train.encoder.compress;

import org.jspecify.annotations.NullMarked;
