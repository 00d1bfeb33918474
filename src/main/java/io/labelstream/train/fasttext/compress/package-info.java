/** Makes compact models from trained ones: pruning, product quantisation, and retraining of the remaining weights, after FastText.zip (arXiv 1612.03651). */
@NullMarked
package io.labelstream.train.fasttext.compress;

import org.jspecify.annotations.NullMarked;
