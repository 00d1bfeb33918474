/** The training of sentence encoders as a family. */
@NullMarked
package io.labelstream.train.encoder.family;

import org.jspecify.annotations.NullMarked;
