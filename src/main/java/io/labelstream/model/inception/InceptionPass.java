package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import java.util.Optional;

/**
 * The way of one text from its words to its features. Slots without a word would only add zeros, so that they take no part. Scratch memory for one thread, reused for
 * the next text.
 */
final class InceptionPass {
  private static final int PANEL = MatrixKernels.PANEL;
  private static final int CHANNELS = InceptionShape.CHANNELS;
  /** The dimensions before the first and after the last one that a first convolution sees, those of the longest kernel. */
  private static final int PADDING = InceptionShape.padding(InceptionShape.kernels() - 1);
  private static final int FIRST_CHANNELS = InceptionShape.kernels() * CHANNELS;

  private final InceptionNetwork network;
  private final int width;
  private final int firstLength;
  private final int secondLength;
  private final EmbeddingSlots embeddings;
  private final Optional<EmbeddingSlots.Enhanced> enhanced;
  /** A row of channels for each dimension, with {@link #PADDING}. */
  private final float[] projected;
  private final float[] first;
  private final float[] second;
  private final float[] features;

  InceptionPass(final InceptionNetwork network) {
    this.network = network;
    final InceptionShape shape = network.shape();
    this.width = shape.width();
    this.firstLength = shape.firstLength();
    this.secondLength = shape.secondLength();
    this.embeddings = new EmbeddingSlots(width);
    this.enhanced = network.enhancement().map(enhancement -> embeddings.new Enhanced(enhancement, network.kernels()));
    this.projected = new float[(width + 2 * PADDING) * CHANNELS];
    this.first = new float[firstLength * FIRST_CHANNELS];
    this.second = new float[secondLength * CHANNELS];
    this.features = new float[shape.features()];
  }

  /**
   * The features of a text. The array is this object's own, and valid until the next text.
   *
   * @param words at least one
   */
  float[] run(final WordSlots words) {
    final MatrixKernels kernels = network.kernels();
    final int count = words.count();
    final float[] plain = embeddings.fill(words, network.embeddings());
    final float[] dimensions = enhanced.isPresent() ? enhanced.get().run(count) : plain;
    network.projection().multiply(dimensions, PANEL, PANEL, width, count, projected, PADDING * CHANNELS, CHANNELS);
    kernels.gelu(projected, PADDING * CHANNELS, width * CHANNELS);
    System.arraycopy(projected, width * CHANNELS, projected, 0, PADDING * CHANNELS);
    System.arraycopy(projected, PADDING * CHANNELS, projected, (PADDING + width) * CHANNELS, PADDING * CHANNELS);
    for (int convolution = 0; convolution < InceptionShape.kernels(); convolution++) {
      final int from = (PADDING - InceptionShape.padding(convolution)) * CHANNELS;
      final int inputs = InceptionShape.kernel(convolution) * CHANNELS;
      network.first(convolution).multiply(
          projected, from, InceptionShape.STRIDE * CHANNELS, firstLength, inputs, first, convolution * CHANNELS, FIRST_CHANNELS);
    }
    kernels.gelu(first, 0, first.length);
    network.second().multiply(first, InceptionShape.STRIDE * FIRST_CHANNELS, secondLength, second, CHANNELS);
    kernels.gelu(second, 0, second.length);
    for (int channel = 0; channel < CHANNELS; channel++) {
      final float scale = network.scale(channel);
      final float shift = network.shift(channel);
      for (int position = 0; position < secondLength; position++) {
        features[channel * secondLength + position] = Math.fma(scale, second[position * CHANNELS + channel], shift);
      }
    }
    return features;
  }
}
