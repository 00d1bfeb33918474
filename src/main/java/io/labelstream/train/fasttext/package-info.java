/**
 * Trains fastText classifiers: labelled texts become numbers once ({@link io.labelstream.train.fasttext.FeatureCorpus}), and stochastic gradient descent
 * ({@link io.labelstream.train.fasttext.Sgd}) goes over them with several threads that write to the same matrices without locks (Hogwild).
 *
 * <p>Joulin et al., <i>Bag of Tricks for Efficient Text Classification</i>, arXiv 1607.01759; Recht et al., <i>Hogwild!</i>, NIPS 2011.
 *
 * <p>Two row spaces: a row of the <i>file</i> is a word, or the number of words plus a bucket of n-grams. Training gives memory only to rows that occur in
 * the data; {@link io.labelstream.train.fasttext.RowMap} leads from the one to the other.
 *
 * <p>Two ways to the same bits: where there are vectors, they work on matrices outside the heap; where there are none, plain loops work on arrays. The loops are
 * fast as soon as the JVM has started, and so the better way for a short run.
 */
@NullMarked
package io.labelstream.train.fasttext;

import org.jspecify.annotations.NullMarked;
