/** The training of label trees as a family: settings, the steps from texts to a model, and the form of its file. */
@NullMarked
package io.labelstream.train.labeltree.family;

import org.jspecify.annotations.NullMarked;
