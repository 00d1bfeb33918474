/**
 * Makes model files from labelled texts.
 *
 * <p>{@link io.labelstream.train.TrainableFamily} is implemented by families that can be trained; {@link io.labelstream.train.TrainableFamilies} finds those on
 * the class path. Each family has a package of its own. The packages that read texts ({@code data}, {@code kafka}), search settings ({@code tune}) and measure
 * ({@code evaluate}) know no family. A family is added by one line in {@code META-INF/services/io.labelstream.train.TrainableFamily}.
 */
@NullMarked
package io.labelstream.train;

import org.jspecify.annotations.NullMarked;
