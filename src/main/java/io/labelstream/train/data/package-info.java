/**
 * Labelled texts to train on and to measure with.
 *
 * <p>An {@link io.labelstream.train.data.ExampleSource} is gone through as often as training needs, and gives the same
 * {@link io.labelstream.train.data.Example}s in the same order each time. What cannot be trained on is a
 * {@link io.labelstream.train.data.TrainingDataException}, whose message never holds text of the data, but for what
 * stands where names of columns should.
 */
@NullMarked
package io.labelstream.train.data;

import org.jspecify.annotations.NullMarked;
