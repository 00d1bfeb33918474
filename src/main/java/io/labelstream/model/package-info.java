/**
 * Text classifiers and their values, without Kafka.
 *
 * <p>{@link io.labelstream.model.TextClassifier} is shared by all threads; each thread asks it for its own
 * {@link io.labelstream.model.ClassifierSession} and owns the {@link io.labelstream.model.Predictions} it passes in. Models are opened by
 * {@link io.labelstream.model.load.ModelLoader}.
 */
@NullMarked
package io.labelstream.model;

import org.jspecify.annotations.NullMarked;
