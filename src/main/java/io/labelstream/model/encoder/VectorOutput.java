package io.labelstream.model.encoder;

import io.labelstream.model.matrix.FloatMatrix;
import java.util.List;

/**
 * The way from the body's vectors, one a piece, to the text's vector.
 *
 * @param pooling from the vectors of the pieces to one
 * @param dense maps to apply to it, one after the other
 * @param length of the vector that leaves
 */
public record VectorOutput(Pooling pooling, List<Dense> dense, VectorLength length) {
  public VectorOutput {
    dense = List.copyOf(dense);
  }

  /** The way from the vectors of the pieces to one. */
  public enum Pooling {
    /** Their mean; a transformer counts the pieces before and after the text, too. */
    MEAN,
    /** The vector of the first piece; only for transformers. */
    FIRST
  }

  /** The function after a map. */
  public enum Activation {
    NONE,
    TANH
  }

  /** The length of the vector that leaves. */
  public enum VectorLength {
    /** 1, but for the zero vector. */
    UNIT,
    ANY
  }

  /**
   * An affine map and the function after it.
   *
   * @param weight outputs × inputs
   * @param bias one number an output
   */
  public record Dense(FloatMatrix weight, float[] bias, Activation activation) {}
}
