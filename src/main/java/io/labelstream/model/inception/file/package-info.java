/** Files of convolutional networks for short texts: their layout, reading and writing. */
@NullMarked
package io.labelstream.model.inception.file;

import org.jspecify.annotations.NullMarked;
