/**
 * Labels on a sentence encoder: from descriptions alone, from a few examples, or from many, with which the encoder itself is trained once more. The sources are
 * prototypical networks (Snell et al. 2017), logistic regression on fixed vectors, and for tables of pieces fastText (Joulin et al. 2016) with the fine-tuning of
 * the model2vec authors.
 */
@NullMarked
package io.labelstream.train.encoder.head;

import org.jspecify.annotations.NullMarked;
