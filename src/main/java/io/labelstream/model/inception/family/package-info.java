/** Convolutional networks for short texts as a family of models. */
@NullMarked
package io.labelstream.model.inception.family;

import org.jspecify.annotations.NullMarked;
