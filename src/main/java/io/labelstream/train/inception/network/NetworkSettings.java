package io.labelstream.train.inception.network;

import io.labelstream.model.inception.InceptionShape;

/**
 * The settings of a network.
 *
 * @param wordDropout the share of the numbers of embeddings to drop
 * @param dropout the share of the numbers to drop before the second convolution, and before the map of a head
 * @param outputDropout the share of the numbers to drop before the output
 * @param decay the share of each weight that a step at rate 1 would take away; embeddings and the labels of a shortlist do not decay
 */
public record NetworkSettings(InceptionShape shape, EnhancementKind enhancement, float wordDropout, float dropout, float outputDropout, float decay) {
  /** The enhancement of embeddings. */
  public enum EnhancementKind {
    /** Attention over words, and over dimensions. */
    TWO_ATTENTIONS,
    NONE
  }
}
