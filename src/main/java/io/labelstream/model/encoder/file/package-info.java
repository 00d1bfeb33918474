/** Files of sentence encoders: their layout, reading and writing. */
@NullMarked
package io.labelstream.model.encoder.file;

import org.jspecify.annotations.NullMarked;
