/**
 * Trains fastText classifiers: labelled texts become numbers once ({@link io.labelstream.train.fasttext.FeatureCorpus}), and stochastic gradient descent
 * ({@link io.labelstream.train.fasttext.Sgd}) trains on them with several threads that write to the same matrices without locks (Hogwild).
 *
 * <p>Joulin et al., <i>Bag of Tricks for Efficient Text Classification</i>, arXiv 1607.01759; Recht et al., <i>Hogwild!</i>, NIPS 2011.
 *
 * <p>Two row spaces: a row of the <i>file</i> is a word, or the number of words plus a bucket of n-grams. Training allocates only rows that occur in the data;
 * {@link io.labelstream.train.fasttext.RowMap} maps one space to the other.
 *
 * <p>Two implementations with the same results, bit for bit: with vector instructions, on matrices outside the heap; without, plain loops on arrays. The loops
 * are fast as soon as the JVM has started, and so better for a short run.
 */
@NullMarked
package io.labelstream.train.fasttext;

import org.jspecify.annotations.NullMarked;
