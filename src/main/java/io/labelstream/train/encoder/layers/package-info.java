/**
 * The training of transformer students, by PyTorch through Deep Java Library. Nothing outside of this package knows of it, and nothing that serves needs it: what is trained
 * leaves as a body of {@link io.labelstream.model.encoder}.
 */
@NullMarked
package io.labelstream.train.encoder.layers;

import org.jspecify.annotations.NullMarked;
