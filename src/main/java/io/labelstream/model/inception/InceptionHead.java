package io.labelstream.model.inception;

/**
 * The weights that score the outputs of a head from the features {@code f} of a text: {@code output(f + scale × gelu(hidden(f)) + shift)}, as logits.
 *
 * @param hidden {@code features × features}, divided by its spectral norm where it was trained so
 * @param scale one number a feature
 * @param shift one number a feature
 * @param output a row for each label, or for each cluster
 */
public record InceptionHead(Affine hidden, float[] scale, float[] shift, Affine output) {}
