/** Labelled texts as numbers of words and labels: what networks of the family {@code inception} are trained on. */
@NullMarked
package io.labelstream.train.inception.text;

import org.jspecify.annotations.NullMarked;
