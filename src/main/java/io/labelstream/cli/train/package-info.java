/**
 * The verbs from labelled texts to a model: train, tune, compress and evaluate.
 */
@NullMarked
package io.labelstream.cli.train;

import org.jspecify.annotations.NullMarked;
