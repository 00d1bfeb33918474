/**
 * Labelled texts to train on and to measure with.
 *
 * <p>An {@link io.labelstream.train.data.ExampleSource} is read as often as training needs, and gives the same {@link io.labelstream.train.data.Example}s in
 * the same order each time. Unsuitable data end in a {@link io.labelstream.train.data.TrainingDataException}, whose message never holds text of the data,
 * except cells in place of names of columns.
 */
@NullMarked
package io.labelstream.train.data;

import org.jspecify.annotations.NullMarked;
