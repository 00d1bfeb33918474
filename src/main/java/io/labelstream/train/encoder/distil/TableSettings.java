package io.labelstream.train.encoder.distil;

/**
 * How a table is trained.
 *
 * @param batch texts a step
 */
record TableSettings(Loss loss, int epochs, double learningRate, int batch, long seed) {
  /** What training makes small. */
  enum Loss {
    /** 1 less the cosine of the text's vector and its target. */
    COSINE,
    /** The square of their distance. */
    MSE
  }
}
