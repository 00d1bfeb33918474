/**
 * fastText as a family that can be trained: what the verbs see of {@code train.fasttext} and {@code train.fasttext.compress}, and the only package that knows
 * both.
 */
@NullMarked
package io.labelstream.train.fasttext.family;

import org.jspecify.annotations.NullMarked;
