/**
 * The fastText family: linear classifiers over words, character n-grams and word n-grams, dense or product-quantised.
 *
 * <p>Joulin et al., <i>FastText.zip: Compressing text classification models</i>, arXiv 1612.03651.
 */
@NullMarked
package io.labelstream.model.fasttext;

import org.jspecify.annotations.NullMarked;
