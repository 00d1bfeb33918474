/**
 * The training of sentence encoders: each {@link io.labelstream.train.encoder.EncoderTask} makes one from another. Everything ends in a model of {@link
 * io.labelstream.model.encoder}.
 */
@NullMarked
package io.labelstream.train.encoder;

import org.jspecify.annotations.NullMarked;
