package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;

/**
 * Scratch memory for the output layer of one session.
 *
 * @param outputs as many elements as the layer asks for
 * @param lanes partial sums of kernels
 * @param top the best labels so far
 */
record OutputScratch(float[] outputs, float[] lanes, TopLabels top) {

  static OutputScratch of(final OutputLayer layer) {
    return new OutputScratch(new float[layer.scratchSize()], new float[Kernels.LANES], new TopLabels());
  }
}
