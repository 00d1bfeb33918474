/**
 * The verbs that make and measure models: train, tune, compress, convert and evaluate.
 */
@NullMarked
package io.labelstream.cli.train;

import org.jspecify.annotations.NullMarked;
