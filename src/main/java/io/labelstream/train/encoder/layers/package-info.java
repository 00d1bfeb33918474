/** The training of transformer students by PyTorch. The result is a body of {@link io.labelstream.model.encoder}. */
@NullMarked
package io.labelstream.train.encoder.layers;

import org.jspecify.annotations.NullMarked;
