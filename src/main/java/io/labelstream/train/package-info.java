/**
 * From labelled texts to model files.
 *
 * <p>{@link io.labelstream.train.TrainableFamily} is what a family of models brings to be trained; {@link io.labelstream.train.TrainableFamilies} finds those
 * on the class path. A family lives in a package of its own, beside these that know none: reading texts ({@code data}, {@code kafka}), searching settings
 * ({@code tune}) and measuring ({@code evaluate}). It is one line in {@code META-INF/services/io.labelstream.train.TrainableFamily} that lets it in.
 */
@NullMarked
package io.labelstream.train;

import org.jspecify.annotations.NullMarked;
