package io.labelstream.wire;

import java.util.Arrays;

/** The vector of a text, as a slot writes it beside its labels. Arrays are not copied; what is given to a {@link LabelEncoder} is valid during that call. */
public sealed interface TextVector {
  /** The slot writes no vectors. */
  enum None implements TextVector {
    NONE
  }

  /** One float for each dimension. */
  record Float32(float[] values) implements TextVector {
    @Override
    public boolean equals(final Object other) {
      return other instanceof final Float32 vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /**
   * One integer for each dimension, to be multiplied by a factor.
   *
   * @param values signed
   * @param scale the factor; 0 if all are 0
   */
  record Int8(byte[] values, float scale) implements TextVector {
    @Override
    public boolean equals(final Object other) {
      return other instanceof final Int8 vector && Arrays.equals(values, vector.values) && Float.compare(scale, vector.scale) == 0;
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(values) + Float.hashCode(scale);
    }
  }

  /**
   * The signs of a vector that was rotated at random, always in the same way: the part of bits in which two codes differ is about the angle between the vectors,
   * in half turns. There are as many bits as dimensions, rounded up to a power of two, at least 64.
   *
   * @param values bit {@code i} is bit {@code i % 8} of byte {@code i / 8}
   */
  record Bits(byte[] values) implements TextVector {
    @Override
    public boolean equals(final Object other) {
      return other instanceof final Bits vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }
}
