package io.labelstream.model.inception;

import io.labelstream.model.matrix.FloatMatrix;

/**
 * The enhancement of the embeddings {@code E} of a text, {@code slots × width}: two attentions without softmax. InceptionXML, section 3.1.
 *
 * <pre>
 *  A  = wordFactor (E Eᵀ) (words E) + E
 *  B  = dimensionFactor (Aᵀ E) (dimensions Aᵀ) + Aᵀ
 *  result: Bᵀ
 * </pre>
 *
 * @param words {@code slots × slots}, divided by its spectral norm
 * @param dimensions {@code width × width}, divided by its spectral norm
 */
public record Enhancement(float wordFactor, FloatMatrix words, float dimensionFactor, FloatMatrix dimensions) {}
