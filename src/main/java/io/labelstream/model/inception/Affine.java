package io.labelstream.model.inception;

import io.labelstream.model.matrix.FloatMatrix;

/**
 * An affine map. The array is not copied.
 *
 * @param weight a row for each output
 * @param bias one number for each output
 */
public record Affine(FloatMatrix weight, float[] bias) {
  /** @throws IllegalArgumentException if the bias has another length than the outputs */
  public Affine {
    if (bias.length != weight.rows()) {
      throw new IllegalArgumentException("a map to " + weight.rows() + " outputs has " + bias.length + " numbers of bias");
    }
  }
}
