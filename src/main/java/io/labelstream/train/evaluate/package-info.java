/**
 * Measures the quality of classifiers on texts whose labels are known.
 *
 * <p>{@link io.labelstream.train.evaluate.Evaluation} reads the texts once and returns an {@link io.labelstream.train.evaluate.EvaluationReport}. Its precision
 * and recall are those of the reference implementation's {@code test} and {@code test-label}: labels unknown to the model, and texts that have no other labels,
 * are left out and counted separately.
 */
@NullMarked
package io.labelstream.train.evaluate;

import org.jspecify.annotations.NullMarked;
