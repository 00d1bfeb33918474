/**
 * How well a classifier labels texts whose labels are known.
 *
 * <p>{@link io.labelstream.train.evaluate.Evaluation} goes through the texts once and gives an {@link io.labelstream.train.evaluate.EvaluationReport}. Its
 * precision and recall are those of the reference implementation's {@code test} and {@code test-label}: labels that the model does not have, and texts that
 * have no other, are left out of them, and counted apart.
 */
@NullMarked
package io.labelstream.train.evaluate;

import org.jspecify.annotations.NullMarked;
