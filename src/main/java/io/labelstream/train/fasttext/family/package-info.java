/**
 * fastText as a family that can be trained. This is the only package that knows both {@code train.fasttext} and {@code train.fasttext.compress}, and presents
 * them to the verbs.
 */
@NullMarked
package io.labelstream.train.fasttext.family;

import org.jspecify.annotations.NullMarked;
