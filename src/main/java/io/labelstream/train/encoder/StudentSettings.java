package io.labelstream.train.encoder;

/**
 * How a small encoder is trained on the vectors of a large one.
 *
 * @param loss what training makes small
 * @param epochs how often each text is visited
 * @param learningRate the greatest one
 * @param batch texts a step
 * @param seed the start of all random numbers
 */
public record StudentSettings(Loss loss, int epochs, double learningRate, int batch, long seed) {
  /** The measure that training makes small. */
  public enum Loss {
    /** 1 less the cosine of the text's vector and its target. */
    COSINE,
    /** The square of their distance. */
    MSE
  }
}
