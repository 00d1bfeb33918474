/**
 * Sentence encoders: a text becomes a vector, and the vector gets labels or the nearest documents. An encoder is a table of word pieces (the static tier) or a
 * small transformer of the BERT type. The sources are homomorphic projective distillation (Zhao et al. 2022) and its heirs with static tables.
 */
@NullMarked
package io.labelstream.model.encoder;

import org.jspecify.annotations.NullMarked;
