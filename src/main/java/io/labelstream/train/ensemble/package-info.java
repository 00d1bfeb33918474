/**
 * Makes ensembles of models that were trained before: labelled texts that no member was trained on give the curves of their scores and their weights.
 *
 * <p>On its own training texts a member is right far more often than on others, so that it would get too great a weight, and scores would promise too much.
 */
@NullMarked
package io.labelstream.train.ensemble;

import org.jspecify.annotations.NullMarked;
