/**
 * Distillation: a small encoder learns to give texts the vectors of a large one, projected onto the dimensions that matter most. The source is homomorphic projective
 * distillation (Zhao et al. 2022), and for tables of pieces Tokenlearn of the model2vec authors.
 */
@NullMarked
package io.labelstream.train.encoder.distil;

import org.jspecify.annotations.NullMarked;
